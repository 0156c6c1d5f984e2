"""Runs a command and says on standard output what it took: the processor's seconds, the peak of memory in bytes, the exit code.

    python3 -I -S child.py SECONDS COMMAND…

SECONDS of the processor are the most that it may take. What it says goes to this program's standard error.

The peak that Linux tells of a process starts with the memory of the program that started it. What measures is this small program
and not `run`, which holds the texts of the cases.
"""
import json
import os
import resource
import subprocess
import sys

seconds = int(sys.argv[1])
child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=sys.stderr)
resource.prlimit(child.pid, resource.RLIMIT_CPU, (seconds, seconds + 1))
_, status, usage = os.wait4(child.pid, 0)
child.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps({"cpu": usage.ru_utime, "memory": usage.ru_maxrss * 1024, "code": child.returncode}))
