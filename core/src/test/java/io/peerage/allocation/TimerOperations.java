/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static io.peerage.allocation.Expectation.expect;

import io.peerage.timer.DeadlineTree;
import io.peerage.timer.ExpirySink;
import java.util.Map;

/** What the owner does with timers, each an operation that can be repeated. One thread. */
final class TimerOperations {
    private TimerOperations() {}

    static void addTo(Map<String, Runnable> all) {
        long start = Long.MAX_VALUE - 1000;
        DeadlineTree timers = new DeadlineTree(300, start);
        ExpirySink again = (key, deadline) -> timers.schedule(key, deadline + 10);
        all.put(
                "schedule, move, ask for and cancel timers",
                () -> {
                    timers.schedule(7, start + 100);
                    timers.schedule(7, start + 50);
                    timers.schedule(299, start + 2000);
                    expect(timers.isScheduled(7) && timers.deadline(7) == start + 50);
                    expect(timers.nothingDueBefore(start + 3000) <= start + 50);
                    expect(timers.cancel(7) && timers.cancel(299) && timers.size() == 0);
                });
        all.put(
                "timers come due, and their sink schedules them again",
                () -> {
                    for (int key = 0; key < 300; key += 20) {
                        timers.schedule(key, start + key);
                    }
                    expect(timers.advance(start + 205, 10, again) == 10);
                    expect(timers.advance(start + 205, 10, again) > 0);
                    for (int key = 0; key < 300; key += 20) {
                        expect(timers.cancel(key));
                    }
                });
    }
}
