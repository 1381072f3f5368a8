/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.yardstick.PeerEvents;

/** Hears nothing, as ours by default. Any thread. */
final class Deaf implements PeerEvents {
    @Override
    public void onConnected(long peer, int flaps) {}

    @Override
    public void onDisconnected(long peer, int flaps) {}

    @Override
    public void onTicketExpired(long ticket) {}

    @Override
    public void onCloseCommand(long connection) {}
}
