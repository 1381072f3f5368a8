/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;

/**
 * How the network was, round by round. <b>Threading</b>: one thread while it is filled. <b>Units</b>: hours; shares are 0 to 1.
 */
public final class SimSeries {
    private final DoubleArrayList[] filling = new DoubleArrayList[Column.values().length];

    /** What is measured in each round. */
    public enum Column {
        /** When it was. */
        HOURS("hours"),
        /** Nodes online. */
        ONLINE("nodes online"),
        /** Links of a node to honest nodes, on average. */
        MEAN_DEGREE("links, mean"),
        /** Links to honest nodes of the node that has the fewest. */
        MIN_DEGREE("links, fewest"),
        /** Share of the nodes that have fewer than eight links to honest nodes. */
        FEW_LINKS("with fewer than 8 links"),
        /** Share of its outbound target that a node holds, on average, or of all who can be dialed if they are fewer. */
        TARGET_HELD("target held"),
        /** Parts of the network that can't reach each other. */
        PARTITIONS("partitions"),
        /** Share of the nodes in the largest part. */
        LARGEST_PART("largest part"),
        /** Share of a node's shards in which it has enough neighbours. */
        SHARD_COVERAGE("shards covered"),
        /** Share of the members of a shard that a message reaches. */
        DELIVERED("messages delivered"),
        /** Attackers' share of all connections of honest nodes. */
        ATTACKER_SHARE("of all nodes"),
        /** Attackers' share of the victim's inbound connections. */
        VICTIM_INBOUND("of the victim's inbound"),
        /** Attackers' share of the victim's outbound connections. */
        VICTIM_OUTBOUND("of the victim's outbound"),
        /** Attackers' share of all connections of the victim. */
        VICTIM_SLOTS("of all of the victim's"),
        /** The victim's links to honest nodes. */
        VICTIM_HONEST("victim's honest links");

        private final String title;

        Column(String title) {
            this.title = title;
        }

        /** What it is called in plots. */
        public String title() {
            return title;
        }
    }

    SimSeries() {
        for (int i = 0; i < filling.length; i++) {
            filling[i] = new DoubleArrayList();
        }
    }

    void add(Column column, double value) {
        filling[column.ordinal()].add(value);
    }

    /** A column's values, a copy. */
    public double[] values(Column column) {
        return filling[column.ordinal()].toDoubleArray();
    }

    /** The mean of a column's values from a round on; 0 if there are none. */
    public double mean(Column column, int from) {
        DoubleArrayList values = filling[column.ordinal()];
        double sum = 0;
        for (int i = from; i < values.size(); i++) {
            sum += values.getDouble(i);
        }
        return values.size() > from ? sum / (values.size() - from) : 0;
    }

    /** The least of a column's values from a round on; 0 if there are none. */
    public double least(Column column, int from) {
        DoubleArrayList values = filling[column.ordinal()];
        double least = values.size() > from ? Double.MAX_VALUE : 0;
        for (int i = from; i < values.size(); i++) {
            least = Math.min(least, values.getDouble(i));
        }
        return least;
    }

    /** The greatest of a column's values from a round on; 0 if there are none. */
    public double most(Column column, int from) {
        DoubleArrayList values = filling[column.ordinal()];
        double most = 0;
        for (int i = from; i < values.size(); i++) {
            most = Math.max(most, values.getDouble(i));
        }
        return most;
    }

    /** How many rounds there were. */
    public int rounds() {
        return filling[0].size();
    }
}
