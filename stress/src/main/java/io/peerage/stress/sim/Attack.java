/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

/**
 * What attackers do. They have no managers, so nothing limits them but what they are told.
 *
 * <p><b>Threading</b>: the thread of the simulation.
 */
interface Attack {
    /** The attackers begin. */
    void start();

    /** An attacker's time to act has come. */
    void act(int attacker);

    /** Whether an attacker takes a connection that a host dials. */
    boolean admits(int attacker, int dialer);

    /** Whether an attacker goes through with the handshake of a dial that was let in. */
    boolean completes(int attacker);

    /** A link of an attacker is open. */
    void opened(int attacker, int link);

    /** Of whom an attacker tells a node that asks for addresses; {@link Hosts#NONE} to keep silent. */
    int tell(int attacker, int asker);

    /** Whether an attacker passes messages on now. */
    boolean relays();

    /** Whether it sends what it mustn't. */
    boolean misbehaves();
}
