# Starts the code of a package as "python -m MODULE" does, and ends it when the program that started it is gone. The SDK of Dify does
# not: at the end of its input, it keeps a processor busy and never ends.
import os
import sys
from runpy import run_module


def end_with_parent():
    import _thread
    import select
    import signal

    # A group of its own, so that what the code starts can be ended with it.
    os.setpgid(0, 0)
    hangup = select.poll()
    hangup.register(0, select.POLLHUP)

    # Everything is bound now: the SDK replaces these functions by those of gevent, which need its loop.
    def watch(wait=hangup.poll, kill=os.killpg, group=os.getpgrp(), signal=signal.SIGKILL):
        wait()
        kill(group, signal)

    _thread.start_new_thread(watch, ())


if os.name == "posix":
    end_with_parent()
module = sys.argv[1]
sys.argv[:] = [module]
sys.path[0] = os.getcwd()
run_module(module, run_name="__main__", alter_sys=True)
