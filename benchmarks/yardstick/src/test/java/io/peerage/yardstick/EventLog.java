/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import java.util.ArrayList;
import java.util.List;

/** Writes down what a listener hears. One thread. */
final class EventLog implements PeerEvents {
    final List<String> heard = new ArrayList<>();
    int flaps;

    @Override
    public void onConnected(long peer, int folded) {
        heard.add("+" + peer);
        flaps += folded;
    }

    @Override
    public void onDisconnected(long peer, int folded) {
        heard.add("-" + peer);
        flaps += folded;
    }

    @Override
    public void onTicketExpired(long ticket) {
        heard.add("expired " + ticket);
    }

    @Override
    public void onCloseCommand(long connection) {
        heard.add("close " + connection);
    }
}
