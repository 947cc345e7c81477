// The pages of a forum: what arrives while they are open, replying without leaving, buttons that write Markdown.
import "@github/markdown-toolbar-element";
import htmx from "htmx.org";
import { connect } from "./live/connection.js";
import { warnOfEveryone } from "./forum/everyone.js";
import { keepAttaching } from "./forum/attaching.js";
import { followForum } from "./forum/listing.js";
import { followTopic } from "./forum/topic.js";
import { keepWriting } from "./forum/writing.js";

keepAttaching(document);

const main = document.getElementById("main");
const live = connect();
if (main.dataset.topic) followTopic(live, main);
else if (main.dataset.forum) followForum(live, main);
keepWriting(document, { htmx, live, person: main.dataset.person });
warnOfEveryone(document);
