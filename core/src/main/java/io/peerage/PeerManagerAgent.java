/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import java.util.Objects;
import org.agrona.concurrent.Agent;

/**
 * Ticks a {@link PeerManager} as an Agrona agent: on a thread of its own by an {@code AgentRunner}, or in the application's
 * loop by an {@code AgentInvoker}. Without Agrona's agents, call {@link PeerManager#tick()} in any loop.
 *
 * <p><b>Threading</b>: one thread, which becomes the owner. <b>Progress</b>: a tick never waits; if the agent stops or is
 * stuck, admission and counting go on, and {@link PeerManager#nanosSinceTick} grows. <b>Complexity</b>: that of a tick.
 * <b>Origin</b>: architecture, "tick() ── an Agrona Agent's doWork()".
 */
public final class PeerManagerAgent implements Agent {
    private static final String NAME = "peerage";

    private final PeerManager manager;
    private final String name;

    /**
     * An agent for this manager.
     *
     * @param manager the manager
     */
    public PeerManagerAgent(PeerManager manager) {
        this(manager, NAME);
    }

    /**
     * An agent for this manager, with a name for its thread.
     *
     * @param manager the manager
     * @param name the agent's name, which its thread gets
     */
    public PeerManagerAgent(PeerManager manager, String name) {
        this.manager = Objects.requireNonNull(manager, "manager is null; pass the one to tick");
        this.name = Objects.requireNonNull(name, "name is null; leave it out for the default");
    }

    @Override
    public int doWork() {
        return manager.tick();
    }

    @Override
    public String roleName() {
        return name;
    }
}
