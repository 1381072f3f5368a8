/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs short rounds of a race, each from a common start and on fresh objects, and names the seed of a round that fails.
 *
 * <p>How many rounds is scaled by the system property {@value #SCALE_PROPERTY}, 1 by default; {@value #SEED_PROPERTY} sets
 * the seed of the first round, and then that round alone is run.
 *
 * <p><b>Threading</b>: the caller's thread waits for the racers, which are as many as the most runners of a round.
 */
public final class Race {
    /** Multiplies the number of rounds. */
    public static final String SCALE_PROPERTY = "peerage.test.scale";

    /** The seed of the only round to run. */
    public static final String SEED_PROPERTY = "peerage.test.seed";

    private static final int MOST_SPINS = 2_000;

    /** What one thread does, from its start to its end. */
    @FunctionalInterface
    public interface Runner {
        /** Runs to the end. */
        void run() throws Exception;
    }

    /** Sets a round up, has it run, and checks what came of it. */
    @FunctionalInterface
    public interface Round {
        /** One round; all its choices come from the random numbers. */
        void run(Race race, SplittableRandom random) throws Exception;
    }

    private final ExecutorService threads;

    private Race(ExecutorService threads) {
        this.threads = threads;
    }

    /** Runs this many rounds, times the scale. */
    public static void rounds(int rounds, Round round) {
        ExecutorService threads =
                Executors.newCachedThreadPool(
                        runnable -> {
                            Thread thread = new Thread(runnable, "racer");
                            thread.setDaemon(true);
                            return thread;
                        });
        try {
            Long only = Long.getLong(SEED_PROPERTY);
            int count = only != null ? 1 : rounds * Integer.getInteger(SCALE_PROPERTY, 1);
            long first = only != null ? only : new SplittableRandom().nextLong();
            Race race = new Race(threads);
            for (int i = 0; i < count; i++) {
                one(race, round, first + i);
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void one(Race race, Round round, long seed) {
        try {
            round.run(race, new SplittableRandom(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "round failed; try again with -D" + SEED_PROPERTY + "=" + seed, e);
        }
    }

    /** Starts the runners together, and returns when all have ended; throws what one of them threw. */
    public void run(List<? extends Runner> runners) throws Exception {
        CyclicBarrier start = new CyclicBarrier(runners.size());
        AtomicInteger awake = new AtomicInteger(runners.size());
        List<Future<Void>> ends = new ArrayList<>();
        for (Runner runner : runners) {
            ends.add(threads.submit(from(start, awake, runner)));
        }
        for (Future<Void> end : ends) {
            end(end);
        }
    }

    // A barrier wakes its threads one after the other, which takes longer than many a race: those
    // that
    // are awake wait for the others, if there are processors for them.
    private static Callable<Void> from(CyclicBarrier start, AtomicInteger awake, Runner runner) {
        return () -> {
            await(start);
            awake.decrementAndGet();
            for (int i = 0; i < MOST_SPINS && awake.get() > 0; i++) {
                Thread.onSpinWait();
            }
            runner.run();
            return null;
        };
    }

    private static void await(CyclicBarrier start) throws InterruptedException {
        try {
            start.await();
        } catch (BrokenBarrierException e) {
            throw new IllegalStateException("another racer was interrupted at the start", e);
        }
    }

    private static void end(Future<Void> end) throws Exception {
        try {
            end.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
