"""What a process that reads files from outside gives up before it looks at the first."""

import ctypes
import os
import platform
import resource
import signal
from dataclasses import dataclass

_GIGABYTE = 1 << 30
_MEGABYTE = 1 << 20
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_ALLOW, _KILL = 0x7FFF0000, 0x80000000  # SECCOMP_RET_ALLOW, SECCOMP_RET_KILL_PROCESS
_REFUSE, _UNKNOWN = 0x0005000D, 0x00050026  # SECCOMP_RET_ERRNO with EACCES, with ENOSYS
_LOAD, _IS, _AT_LEAST, _HAS_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF instructions
_CALL, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # where the kernel lays them
_OTHER_ABI = 0x40000000  # x32 calls, by other numbers, on x86-64
_CLONE_THREAD = 0x00010000
_CLONE3 = 435


@dataclass(frozen=True)
class _Processor:
    """Its number in the kernel, and those of its calls: `refused` open a socket or a ring by which
    one may be opened, or begin another program; `clone` makes threads and processes.
    """

    architecture: int
    refused: tuple[int, ...]
    clone: int


_PROCESSORS = {
    "x86_64": _Processor(0xC000003E, (41, 425, 57, 58, 59, 322), 56),
    "aarch64": _Processor(0xC00000B7, (198, 425, 221, 281), 220),
}


@dataclass(frozen=True)
class Limits:
    """What reading may use: memory in megabytes, seconds of computing, and the largest file that it
    may write, in gigabytes. `other_megabytes` are for what is no table.
    """

    memory_megabytes: int = 900
    other_megabytes: int = 1024
    seconds: int = 4 * 60 * 60
    file_gigabytes: int = 200

    @property
    def most_megabytes(self) -> int:
        """The memory at which the process is ended: what is beyond that of DuckDB, which keeps to
        `memory_megabytes` by itself, is for the interpreter and for Arrow.
        """
        return self.other_megabytes + 3 * self.memory_megabytes


def end_with(parent: int) -> None:
    """Ends this process as soon as the one that started it is gone, or at once if it already is."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(1)


def limit(limits: Limits) -> None:
    """Never to be raised again in this process. Memory only reserved counts as an address."""
    data = limits.most_megabytes * _MEGABYTE
    for what, most in (
        (resource.RLIMIT_DATA, data),
        (resource.RLIMIT_AS, 4 * _GIGABYTE + data),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, limits.file_gigabytes * _GIGABYTE),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def refuse_network() -> bool:
    """From now on this process can open no socket and begin no other process, only threads. False
    where the kernel or the processor is one for which that cannot be had.
    """
    processor = _PROCESSORS.get(platform.machine())
    if processor is None:
        return False
    instructions = _instructions(processor)
    program = _Program(len(instructions), (_Instruction * len(instructions))(*instructions))
    library = ctypes.CDLL(None)
    library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    failed = library.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program))
    return not failed


def _instructions(processor: _Processor) -> "list[_Instruction]":
    """Each condition either goes on to the next instruction or jumps over some. A call of another
    architecture ends the process; where clone3 is unknown, threads are made with clone.
    """
    return [
        _Instruction(_LOAD, 0, 0, _ARCHITECTURE),
        _Instruction(_IS, 1, 0, processor.architecture),
        _Instruction(_RETURN, 0, 0, _KILL),
        _Instruction(_LOAD, 0, 0, _CALL),
        _Instruction(_AT_LEAST, 0, 1, _OTHER_ABI),
        _Instruction(_RETURN, 0, 0, _KILL),
        *(one for call in processor.refused for one in _answer(call, _REFUSE)),
        *_answer(_CLONE3, _UNKNOWN),
        _Instruction(_IS, 0, 3, processor.clone),
        _Instruction(_LOAD, 0, 0, _FIRST_ARGUMENT),
        _Instruction(_HAS_BIT, 1, 0, _CLONE_THREAD),
        _Instruction(_RETURN, 0, 0, _REFUSE),
        _Instruction(_RETURN, 0, 0, _ALLOW),
    ]


def _answer(call: int, answer: int) -> "tuple[_Instruction, _Instruction]":
    return _Instruction(_IS, 0, 1, call), _Instruction(_RETURN, 0, 0, answer)


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))

    def __init__(self, length: int, instructions: "ctypes.Array[_Instruction]") -> None:
        super().__init__(length, instructions)
