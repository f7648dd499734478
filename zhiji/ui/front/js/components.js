// Alpine components that any template may use with x-data="name". The CSP build takes plain property access only.
export const components = {
  // <div x-data="disclosure"><button @click="toggle" :aria-expanded="open">…</button><div x-show="open" x-cloak>…
  disclosure: () => ({
    open: false,
    toggle() {
      this.open = !this.open;
    },
  }),

  // Shows the part whose data-when equals the value of the select or radio with @change="pick".
  choose: () => ({
    init() {
      const field = this.$root.querySelector("[data-choose]");
      if (field) this.show(field.value);
    },
    pick(event) {
      this.show(event.target.value);
    },
    show(value) {
      for (const part of this.$root.querySelectorAll("[data-when]"))
        part.hidden = !part.dataset.when.split(" ").includes(value);
    },
  }),

  // <button x-data="copy" data-copy="text" @click="copy">
  copy: () => ({
    done: false,
    async copy() {
      await navigator.clipboard.writeText(this.$root.dataset.copy);
      this.done = true;
      setTimeout(() => (this.done = false), 1500);
    },
  }),
};
