/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.DialConfig;
import io.peerage.config.FactsConfig;
import io.peerage.config.PruneConfig;
import io.peerage.config.ScoreConfig;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The ways to set managers up that can be compared. <b>Threading</b>: immutable, any thread. */
public enum SimPreset implements NodeProfile {
    /** Peerage's own defaults. */
    PEERAGE("peerage", 72, 120, 80) {
        @Override
        public PeerManagerBuilder builder() {
            return PeerManager.builder()
                    .dialing(DialConfig.DEFAULT)
                    .facts(FactsConfig.DEFAULT)
                    .scores(ScoreConfig.DEFAULT)
                    .pruning(PruneConfig.DEFAULT);
        }
    };

    private final String label;
    private final int outboundTarget;
    private final int mostInbound;
    private final int mostOutbound;

    SimPreset(String label, int outboundTarget, int mostInbound, int mostOutbound) {
        this.label = label;
        this.outboundTarget = outboundTarget;
        this.mostInbound = mostInbound;
        this.mostOutbound = mostOutbound;
    }

    @Override
    public String label() {
        return label;
    }

    /** The names of all. */
    public static String labels() {
        return Arrays.stream(values()).map(SimPreset::label).collect(Collectors.joining(", "));
    }

    @Override
    public int outboundTarget() {
        return outboundTarget;
    }

    @Override
    public int mostInbound() {
        return mostInbound;
    }

    @Override
    public int mostOutbound() {
        return mostOutbound;
    }
}
