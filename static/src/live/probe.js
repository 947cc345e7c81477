// Finds out whether this network lets a WebSocket through by now, without touching the connection that serves meanwhile.
const PATIENCE_MS = 8_000;

export function opensWebSocket() {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`);
    const settle = (works) => {
      clearTimeout(patience);
      resolve(works);
      socket.close();
    };
    const patience = setTimeout(settle, PATIENCE_MS, false);
    socket.onmessage = () => settle(true); // the server speaks first
    socket.onerror = socket.onclose = () => settle(false);
  });
}
