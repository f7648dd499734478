"""What private persons ask and report, in English."""

from zhiji.demo.talk.topic import Topic

HOME_QUESTIONS = (
    Topic("home_file", "board", "[Which files do I send?|File format]",
          "This is my first board. Which files do I export [from KiCad|from my layout program]? [Is the drill file separate?|Do I have to make the panel?]",
          "Put the Gerbers of all layers and the drill file (Excellon) into one zip; [no panel needed|default names are fine]. After the upload you see a preview, [so check that no layer is missing.|and pay only when it looks right.]",
          "Beginner asked what to export: Gerbers plus drill file in one zip."),
    Topic("home_solder", "board", "[Hand soldering trouble|Ground pads will not take solder]",
          "The {item} look great, but [the ground pads will not take solder|I keep getting cold joints on the large pads]. [Is it the boards or is it me?|Any trick?]",
          "[The copper pour draws the heat away|Those pads sit on a large plane]: set the iron to 370 °C, use a chisel tip and plenty of flux. Next time give ground pads thermal reliefs[.| and it becomes easy.]",
          "Hand soldering trouble; more heat, flux, thermal reliefs next time."),
    Topic("home_disk", "computer", "{part}: [can I add an SSD?|adding storage]",
          "I would like to add an SSD to the {part} [for films|for photos]. [Which slot and what size?|Does opening it void the warranty?]",
          "There is an M.2 2280 slot underneath, up to 2 TB, and the warranty stays. Four screws; [put the thermal pad back.|unplug it first.]",
          "Asked about adding an SSD: M.2 2280, up to 2 TB."),
    Topic("home_system", "computer", "{part}: [which systems run on it?|installing a system]",
          "Can I run [Debian|OpenWrt] on the {part}? [Is there a ready image?|How do I make a boot stick?] I want it for {home_use}.",
          "Yes, [there is an image on our download page|we keep a ready image]; write it to a USB stick and press F7 at start. [The first start is slow, that is normal.|Update the firmware once afterwards.]",
          "Asked about installing a system; pointed to the images."),
)  # fmt: skip
HOME_FAULTS = (
    Topic("home_hdmi", "computer", "{part}: no picture on the TV",
          "My new {part} works on [a monitor but not on the TV|my monitor, the TV says no signal]. I tried two cables. Serial number {sn}.",
          "[The TV does not accept the default mode|Older sets want 1080p only]: connect the monitor once, fix the output at 1920 × 1080, 60 Hz, then go back to the TV. [If that fails we swap it.|The newest firmware also cures it.]",
          "No picture on TV; told them to fix the resolution."),
    Topic("home_noise", "computer", "{part} [hums|whines]",
          "At night I can hear {sn} [hum|whine a little]. [Is that normal?|Can I swap it?]",
          "[A faint whine from a coil at low load is harmless|It is probably the adapter], try another socket first. [If it bothers you we swap it.|Send it back at our cost if it bothers you.]",
          "{sn} whines; swap offered."),
    Topic("home_missing", "board", "{order}: one board short",
          "I ordered {qty} boards in {order} and [found only {qty_less}|one is missing]. [The bag was sealed.|I counted twice.]",
          "Sorry, [we must have miscounted|the packing weight is indeed low]. The missing one ships today, [with a spare.|tracking follows.]",
          "One board short in {order}; sent."),
)  # fmt: skip
