/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** What a fragment finds: a node that has gossip, too. */
public abstract class DocumentsContext {
    /** Its builder. */
    protected final PeerManagerBuilder builder = PeerManager.builder();

    /** A peer that it knows. */
    protected final PeerId id = new PeerId(new byte[34]);

    /** Where that peer is. */
    protected final Multiaddr address = new Multiaddr(List.of());

    /** Where its files are. */
    protected final Path folder = Path.of("");

    /** Its gossip, as jvm-libp2p's router has it. */
    protected final Gossip gossip = peer -> 0;

    /** How that is set up. */
    protected final GossipParameters gossipParams = score -> {};

    /** Scores of gossip. */
    @FunctionalInterface
    public interface Gossip {
        /** What gossip thinks of a peer. */
        double getGossipScore(PeerId peer);
    }

    /** Takes a score of the application's. */
    @FunctionalInterface
    public interface GossipParameters {
        /** Gives the score. */
        void appSpecificScore(Function<? super PeerId, Double> score);
    }
}
