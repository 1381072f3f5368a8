/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.config.Preset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Presets in the same worlds: three sizes, several seeds, each once honest and once under an eclipse.
 *
 * <p>Runs share nothing, so they take all processors, and which thread runs which makes no difference. <b>Threading</b>: immutable.
 */
public final class Comparison {
    /** How many seeds make the table. */
    public static final int SEEDS = 5;

    /** The fewest nodes of the largest size. */
    public static final int FEWEST_NODES = 10 * SimPlan.FEWEST_NODES;

    private final List<Cell> cells;

    /**
     * A preset at a size.
     *
     * @param preset which
     * @param nodes how many honest nodes
     * @param honest the results without attackers, one a seed
     * @param eclipse the results under an eclipse, one a seed
     */
    public record Cell(Preset preset, int nodes, List<SimResult> honest, List<SimResult> eclipse) {
        /** The results of a scenario, one a seed. */
        public List<SimResult> results(SimScenario scenario) {
            return scenario == SimScenario.HONEST ? honest : eclipse;
        }

        /** The mean of a figure over the seeds. */
        public double mean(SimFigure figure) {
            return Arrays.stream(values(figure)).average().orElse(0);
        }

        /** How far a figure of one seed is from the mean, typically: the standard deviation. */
        public double spread(SimFigure figure) {
            double mean = mean(figure);
            return Math.sqrt(
                    Arrays.stream(values(figure))
                            .map(value -> (value - mean) * (value - mean))
                            .average()
                            .orElse(0));
        }

        /** A figure, one value a seed. */
        public double[] values(SimFigure figure) {
            return results(figure.scenario()).stream().mapToDouble(figure::of).toArray();
        }
    }

    private Comparison(List<Cell> cells) {
        this.cells = cells;
    }

    /** By size, the smallest first, and preset. */
    public List<Cell> cells() {
        return cells;
    }

    /** The sizes, the smallest first. */
    public List<Integer> sizes() {
        return cells.stream().map(Cell::nodes).distinct().toList();
    }

    /** The cells of a size. */
    public List<Cell> cells(int nodes) {
        return cells.stream().filter(cell -> cell.nodes() == nodes).toList();
    }

    /** One line that says how it went. */
    public String verdict() {
        return violations() == 0
                ? "CLEAN: no violation"
                : "FAILED: " + violations() + " violations";
    }

    /** How often something was that must not be. */
    public long violations() {
        return cells.stream()
                .flatMap(cell -> List.of(cell.honest(), cell.eclipse()).stream())
                .flatMap(List::stream)
                .mapToLong(SimResult::violations)
                .sum();
    }

    /**
     * Runs it.
     *
     * @param presets which
     * @param nodes the largest size; the others are three tenths and a tenth of it
     * @param seed the first of the seeds
     * @param seeds how many there are
     * @param done hears of each run that is done
     */
    public static Comparison run(
            List<Preset> presets,
            int nodes,
            Duration duration,
            long seed,
            int seeds,
            Consumer<SimPlan> done)
            throws InterruptedException {
        ExecutorService pool =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Pending> pending = new ArrayList<>();
            for (int size : new int[] {nodes / 10, nodes * 3 / 10, nodes}) {
                for (Preset preset : presets) {
                    pending.add(Pending.of(pool, preset, size, duration, seed, seeds));
                }
            }
            List<Cell> cells = new ArrayList<>();
            for (Pending cell : pending) {
                cells.add(cell.done(done));
            }
            return new Comparison(cells);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Runs of a cell under way. */
    private record Pending(
            Preset preset,
            int nodes,
            List<Future<SimResult>> honest,
            List<Future<SimResult>> eclipse) {
        static Pending of(
                ExecutorService pool,
                Preset preset,
                int nodes,
                Duration duration,
                long seed,
                int seeds) {
            List<Future<SimResult>> honest = new ArrayList<>();
            List<Future<SimResult>> eclipse = new ArrayList<>();
            for (int i = 0; i < seeds; i++) {
                for (SimScenario scenario : List.of(SimScenario.HONEST, SimScenario.ECLIPSE)) {
                    SimPlan plan = new SimPlan(nodes, duration, seed + i, preset, scenario, true);
                    (scenario == SimScenario.HONEST ? honest : eclipse)
                            .add(pool.submit(() -> new Network(plan).run(SimWatcher.NOBODY)));
                }
            }
            return new Pending(preset, nodes, honest, eclipse);
        }

        Cell done(Consumer<SimPlan> done) throws InterruptedException {
            return new Cell(preset, nodes, results(honest, done), results(eclipse, done));
        }

        private static List<SimResult> results(List<Future<SimResult>> runs, Consumer<SimPlan> done)
                throws InterruptedException {
            List<SimResult> results = new ArrayList<>();
            for (Future<SimResult> run : runs) {
                try {
                    results.add(run.get());
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a simulation failed: " + e.getCause(), e);
                }
                done.accept(results.get(results.size() - 1).plan());
            }
            return results;
        }
    }
}
