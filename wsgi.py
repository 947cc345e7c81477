"""What a server imports: the application, patched for greenlets before anything else is loaded."""

from gevent import monkey

monkey.patch_all()

import gc

from cop import create_app, logs, start_background

app = create_app()
logs.write_to_stderr(app.config["COP"].log_level)
start_background(app)

# What is there now stays as long as the process: looking through it for garbage again and again would cost each page.
gc.collect()
gc.freeze()
