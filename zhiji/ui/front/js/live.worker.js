// Shared by all tabs of a browser: holds one stream, so that many open tabs do not use up the browser's connections.
import { Stream } from "./stream.js";

const ports = new Map();
const stream = new Stream((message) => {
  for (const [port, topics] of ports)
    if (!message.topics || message.topics.some((topic) => topics.includes(topic))) port.postMessage(message);
});
const follow = () => stream.follow([...ports.values()].flat());

self.onconnect = (event) => {
  const port = event.ports[0];
  port.onmessage = ({ data }) => {
    if (data.bye) ports.delete(port);
    else ports.set(port, data.topics);
    follow();
  };
};
