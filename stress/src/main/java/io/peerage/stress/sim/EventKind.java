/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

/** What can happen in a simulation. <b>Threading</b>: immutable, any thread. */
enum EventKind {
    /** A node's manager ticks. */
    TICK,
    /** A node comes online. */
    COME,
    /** A node goes offline. */
    LEAVE,
    /** A dial reaches the host at its address. */
    ARRIVE,
    /** A handshake is done. */
    SHAKEN,
    /** A dial has taken too long. */
    TIME_OUT,
    /** A dialer hears that it was refused. */
    REFUSE,
    /** The dialing end of a link hears that the other end has hung up. */
    HUNG_UP_ON_DIALER,
    /** The dialed end of a link hears that the other end has hung up. */
    HUNG_UP_ON_DIALED,
    /** A link breaks by itself. */
    BREAK,
    /** A host without a manager hangs up on whom it accepted. */
    LET_GO,
    /** The answer to a question for addresses comes in, at the dialing end. */
    ANSWER_TO_DIALER,
    /** The answer to a question for addresses comes in, at the dialed end. */
    ANSWER_TO_DIALED,
    /** A host without a manager does something. */
    ACT,
    /** Messages are sent, and all is measured. */
    ROUND
}
