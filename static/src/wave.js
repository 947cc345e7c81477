// A list that is being sent: its page asks how far it has come. Without this file a link looks again.
import "htmx.org";
