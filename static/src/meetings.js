// The page of a meeting: what was rendered by the server comes alive. Without this it is looked at anew by its reader.
import { connect } from "./live/connection.js";
import { Meeting } from "./meetings/meeting.js";

const board = document.getElementById("board");
if (board) new Meeting(board, connect()).start();
