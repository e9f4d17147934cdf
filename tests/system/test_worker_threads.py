"""The threads of a web process: each job is done once, by few of them, and a quiet process uses one."""

from __future__ import annotations

import threading

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
    left = threading.Semaphore(0)
    threads: Threads

    def work(job: int) -> None:
        names.append(threading.current_thread().name)
        # The next one comes from the last step of this one, as a client asks after it has been answered.
        if job:
            threading.Timer(0.05, threads.submit, [job - 1]).start()
        left.release()

    threads = Threads(3, work)
    for job in (0, 0, 0):
        threads.submit(job)
    assert all(left.acquire(timeout=PATIENCE_S) for _ in range(3))
    names.clear()
    threads.submit(8)
    assert all(left.acquire(timeout=PATIENCE_S) for _ in range(9))
    assert len(set(names)) == 1
