/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import io.peerage.PeerManager;
import io.peerage.libp2p.feed.ScoreFeed;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Ticks a manager, and pulls scores for it about once a second, some at each tick.
 *
 * <p><b>Threading</b>: one thread, which becomes the owner.
 */
final class HostAgent implements Agent {
    private static final int SLOTS_A_TICK = 64;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PeerManager manager;
    private final @Nullable ScoreFeed scores;
    private boolean pausing;
    private long pulled;

    HostAgent(PeerManager manager, @Nullable ScoreFeed scores) {
        this.manager = manager;
        this.scores = scores;
    }

    @Override
    public int doWork() {
        int done = manager.tick();
        ScoreFeed feed = scores;
        if (feed != null) {
            pull(feed);
        }
        return done;
    }

    private void pull(ScoreFeed feed) {
        if (pausing && System.nanoTime() - pulled < PAUSE_NANOS) {
            return;
        }
        pausing = feed.pull(SLOTS_A_TICK);
        if (pausing) {
            pulled = System.nanoTime();
        }
    }

    @Override
    public String roleName() {
        return "peerage";
    }
}
