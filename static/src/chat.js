// The page of a room: what was rendered by the server comes alive. Earlier pages of the log stay as they are.
import { connect } from "./live/connection.js";
import { keepChoosing } from "./chat/choosing.js";
import { Room } from "./chat/room.js";

const page = document.getElementById("room");
if (page?.dataset.newest === "yes") {
  new Room(page, connect()).start();
  keepChoosing(page);
}
