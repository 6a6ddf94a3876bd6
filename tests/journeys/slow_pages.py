"""Pages that are slow in all they do, for `make slow`: what a journey does not wait for comes too late there.

A journey that looks before a page had the time passes on a quick machine and fails on a busy one. Load alone hardly
shows it: all becomes slower together. Here only the page waits: for answers, for messages, for its keys and for its own
events.
"""

from __future__ import annotations

SLOW = """(() => {
  const later = window.setTimeout.bind(window);
  const pause = (most) => new Promise((go) => later(go, Math.random() * most));

  const ask = window.fetch;
  window.fetch = async (address, request) => {
    if (request?.keepalive) return ask(address, request);  // a word of farewell waits for nobody
    await pause(400);
    const answer = await ask(address, request);
    await pause(300);
    return answer;
  };

  const came = 250;  // the same for all, so that they come in their order
  const slot = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
  Object.defineProperty(WebSocket.prototype, "onmessage", {
    ...slot, set(act) { slot.set.call(this, (event) => later(() => act.call(this, event), came)); },
  });

  for (const type of ["close", "toggle"]) {
    window.addEventListener(type, (event) => {
      if (event.isLate) return;
      event.stopImmediatePropagation();
      later(() => event.target.dispatchEvent(Object.assign(new event.constructor(type, event), {isLate: true})), 300);
    }, true);
  }

  for (const name of ["decrypt", "encrypt", "deriveBits", "deriveKey", "digest", "importKey", "sign", "verify"]) {
    const does = SubtleCrypto.prototype[name];
    SubtleCrypto.prototype[name] = async function (...given) {
      const made = await does.apply(this, given);
      await pause(8);
      return made;
    };
  }
})();"""
