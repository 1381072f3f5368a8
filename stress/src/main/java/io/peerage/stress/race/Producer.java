/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import com.sun.management.ThreadMXBean;
import io.peerage.stress.oracle.Caller;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.oracle.Tally;
import io.peerage.stress.oracle.Violations;
import io.peerage.stress.scenario.Scenario;
import java.lang.management.ManagementFactory;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;

/**
 * Runs one producer's part of a scenario and measures what it allocates.
 *
 * <p><b>Threading</b>: its own thread; results are read after it has ended. Between phases all producers and the storm meet
 * at a barrier.
 */
final class Producer implements Runnable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int number;
    private final Caller caller;
    private final Scenario scenario;
    private final Live live;
    private final Supplier<Phase> phase;
    private final CyclicBarrier barrier;
    private final Violations violations;
    private final Tally before = new Tally();
    private long eventsBefore;
    private long bytesBefore;
    private long cpuBefore;
    private long cpuNanos;
    private long events;
    private long bytes;

    Producer(
            int number,
            Caller caller,
            Scenario scenario,
            Live live,
            Supplier<Phase> phase,
            CyclicBarrier barrier,
            Violations violations) {
        this.number = number;
        this.caller = caller;
        this.scenario = scenario;
        this.live = live;
        this.phase = phase;
        this.barrier = barrier;
        this.violations = violations;
    }

    /** Events in the measured part. */
    long events() {
        return events;
    }

    /** Bytes that the thread allocated in the measured part. */
    long bytes() {
        return bytes;
    }

    /** Processor time that the thread took in the measured part. */
    long cpuNanos() {
        return cpuNanos;
    }

    /** What its calls returned before the measured part. */
    Tally before() {
        return before;
    }

    Caller caller() {
        return caller;
    }

    @Override
    public void run() {
        meet();
        guarded(this::storm);
        meet();
        guarded(scenario::settle);
        meet();
        // The storm audits here.
        meet();
        guarded(scenario::finish);
        meet();
    }

    private void storm() {
        // Its first call loads classes, which the measured part must not pay for.
        bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        runWhile(Phase.WARM_UP);
        startMeasuring();
        runWhile(Phase.MEASURE);
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        cpuNanos = THREADS.getCurrentThreadCpuTime() - cpuBefore;
        events = caller.events() - eventsBefore;
        caller.latency().freeze();
    }

    private void startMeasuring() {
        caller.snapshot(before);
        caller.latency().reset();
        eventsBefore = caller.events();
        cpuBefore = THREADS.getCurrentThreadCpuTime();
        bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
    }

    private void runWhile(Phase wanted) {
        while (phase.get() == wanted) {
            scenario.step();
            live.publish(number, caller.events(), caller.refusals());
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            violations.found(Contract.NO_EXCEPTION, "producer " + number + " threw " + e);
        }
    }

    private void meet() {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException("the storm was interrupted", e);
        }
    }
}
