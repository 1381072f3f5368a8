/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import com.sun.management.ThreadMXBean;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.oracle.Latency;
import io.peerage.stress.race.Live;
import java.lang.management.ManagementFactory;

/** Runs a producer, and measures it. <b>Threading</b>: its own thread; what it measured, others at rest. */
final class ProducerLoop implements Runnable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Accounts all;
    private final Producer producer;
    private final int number;
    private final Gate gate;
    private final Live live;
    private final Latency latency = new Latency();
    private long steps;
    private long bytes;
    private long cpuNanos;

    ProducerLoop(Accounts all, Producer producer, int number, Gate gate, Live live) {
        this.all = all;
        this.producer = producer;
        this.number = number;
        this.gate = gate;
        this.live = live;
    }

    Latency latency() {
        return latency;
    }

    long bytes() {
        return bytes;
    }

    long cpuNanos() {
        return cpuNanos;
    }

    /** Forgets what was measured. */
    void reset() {
        bytes = 0;
        cpuNanos = 0;
        latency.reset();
    }

    @Override
    public void run() {
        while (gate.runsAgain()) {
            guarded(this::storm);
            // Only now: the owner has commanded its last.
            gate.stopped();
            guarded(producer::settle);
        }
    }

    private void storm() {
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        producer.begin();
        while (gate.isRunning()) {
            step();
            live.publish(number, producer.events, producer.refusals());
        }
        bytes += THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        cpuNanos += THREADS.getCurrentThreadCpuTime() - cpuBefore;
    }

    private void step() {
        if (Latency.isSampled(steps++)) {
            long before = System.nanoTime();
            producer.step();
            latency.record(System.nanoTime() - before);
        } else {
            producer.step();
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            all.violations.found(Contract.NO_EXCEPTION, "producer " + number + " threw " + e);
        }
    }
}
