// One connection to /live for all topics that somebody listens to. Used inside the shared worker, or in a page
// where the browser has no shared workers. tell(message) gets {topics} or {all: true}.
const mostTopics = 100; // as many as the server takes in one stream
const wait = 60;

export class Stream {
  constructor(tell) {
    this.tell = tell;
    this.sources = [];
    this.key = "";
    this.timer = 0;
    this.lost = false;
    this.since = Infinity; // since when some page has shown what it does not hear of yet
    this.turn = 0;
  }

  // Listens to these topics from now on. The old connection stays until the new one is ready: nothing falls between.
  // ago: how many ms ago what the page shows was asked for; the server tells what happened since.
  follow(topics, ago = 0) {
    const wanted = [...new Set(topics)].sort();
    const known = wanted.join() === this.key;
    if (known && this.since === Infinity) return;
    this.since = Math.min(this.since, performance.now() - ago);
    if (known) return;
    this.key = wanted.join();
    this.turn += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(wanted), wait);
  }

  open(topics) {
    const old = this.sources;
    this.sources = [];
    for (let at = 0; at < topics.length; at += mostTopics) this.sources.push(this.connect(topics.slice(at, at + mostTopics), old));
    if (!topics.length) for (const source of old) source.close();
  }

  connect(topics, old) {
    const [turn, ago] = [this.turn, Math.max(0, performance.now() - this.since) / 1000];
    const source = new EventSource(`/live?topics=${encodeURIComponent(topics.join(","))}&ago=${ago.toFixed(2)}`);
    source.addEventListener("ready", () => {
      if (turn === this.turn) this.since = Infinity;
      for (const before of old.splice(0)) before.close();
      if (this.lost) this.tell({ all: true });
      this.lost = false;
    });
    source.addEventListener("change", (event) => this.tell(JSON.parse(event.data)));
    source.addEventListener("resync", () => this.tell({ all: true }));
    source.onerror = () => {
      this.lost = true;
      // A refused stream (signed out, server gone) is not tried again by the browser itself.
      if (source.readyState === EventSource.CLOSED && this.sources.includes(source)) {
        this.sources = this.sources.filter((other) => other !== source);
        this.key = "";
        this.tell({ closed: true });
      }
    };
    return source;
  }
}
