/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.event.LifecycleListener;

/** Listens to nothing. */
final class IgnoringListener implements LifecycleListener {
    @Override
    public void onConnected(long peer, int flaps) {}

    @Override
    public void onDisconnected(long peer, int flaps) {}
}
