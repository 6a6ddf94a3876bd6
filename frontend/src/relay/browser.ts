/** The line's two needs, as a browser has them. */
import type { Clock, Connect } from "./line.ts";

export const connect: Connect = ({ opened, received, closed }) => {
  const socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/relay`);
  socket.binaryType = "arraybuffer";
  socket.onopen = opened;
  socket.onmessage = ({ data }) => received(data as string | ArrayBuffer);
  socket.onclose = ({ code }) => closed(code);
  return socket;
};

export const clock: Clock = {
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
