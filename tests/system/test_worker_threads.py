"""The threads of a web process: each job is done once, by few of them, and a quiet process uses one."""

from __future__ import annotations

import threading
import time

from config.worker import Threads

PATIENCE_S = 10


def test_every_job_is_done_once_by_at_most_so_many_threads() -> None:
    done: list[int] = []
    names: set[str] = set()
    left = threading.Semaphore(0)

    def work(job: int) -> None:
        names.add(threading.current_thread().name)
        done.append(job)
        left.release()

    threads = Threads(3, work)
    for job in range(500):
        threads.submit(job)
    assert all(left.acquire(timeout=PATIENCE_S) for _ in range(500))
    assert sorted(done) == list(range(500))
    assert len(names) <= 3


def test_as_many_jobs_as_threads_are_done_at_the_same_time() -> None:
    together = threading.Barrier(3)
    left = threading.Semaphore(0)

    def work(_job: int) -> None:
        together.wait(PATIENCE_S)
        left.release()

    threads = Threads(3, work)
    for job in range(6):
        threads.submit(job)
    assert all(left.acquire(timeout=PATIENCE_S) for _ in range(6))


def test_one_job_after_the_other_is_done_by_the_thread_that_rested_last() -> None:
    names: list[str] = []
    together = threading.Barrier(3)

    def work(job: str) -> None:
        if job == "together":
            together.wait(PATIENCE_S)
        else:
            names.append(threading.current_thread().name)

    threads = Threads(3, work)
    for _ in range(3):
        threads.submit("together")
    for job in range(9):
        wait_until_all_rest(threads)
        threads.submit(str(job))
    wait_until_all_rest(threads)
    assert len(names) == 9
    assert len(set(names)) == 1


def wait_until_all_rest(threads: Threads) -> None:
    """As a client waits for its answer before it asks again."""
    end = time.monotonic() + PATIENCE_S
    while len(threads._resting) < 3:
        assert time.monotonic() < end
        time.sleep(0.001)
