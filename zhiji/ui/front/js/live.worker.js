// Shared by all tabs of a browser: holds one stream, so that many open tabs do not use up the browser's connections.
import { Stream } from "./stream.js";

const ports = new Map();
// What was told lately: a page that opens now may have been made before it, while another already listened.
const longest = 60000;
let lately = [];
const concerns = (message, topics) => !message.topics || message.topics.some((topic) => topics.includes(topic));

const stream = new Stream((message) => {
  const now = performance.now();
  lately = [...lately.filter((told) => now - told.at < longest).slice(-500), { at: now, message }];
  for (const [port, topics] of ports) if (concerns(message, topics)) port.postMessage(message);
});
const follow = (ago) => stream.follow([...ports.values()].flat(), ago);

self.onconnect = (event) => {
  const port = event.ports[0];
  port.onmessage = ({ data }) => {
    if (data.bye) ports.delete(port);
    else ports.set(port, data.topics);
    for (const { at, message } of lately)
      if (data.topics && performance.now() - at < data.ago && concerns(message, data.topics)) port.postMessage(message);
    follow(data.ago);
  };
};
