// Pages that htmx renews: the moderation queue, decided on the spot, and a list of people while it is sent. Without this file every button still works.
import htmx from "htmx.org";
import { connect } from "./live/connection.js";
import { keepAnswers } from "./moderation/answers.js";
import { keepChoosing } from "./moderation/choosing.js";
import { keepCounts } from "./moderation/counts.js";
import { keepQueue } from "./moderation/queue.js";
import { keepSelection } from "./moderation/selecting.js";

keepAnswers(document);
keepSelection(document);
if (document.getElementById("queue")) {
  const live = connect();
  keepCounts(live);
  keepQueue(live, htmx);
  keepChoosing(document);
}
