/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.dsl;

import io.libp2p.core.Connection;

/** The public signature of jvm-libp2p's class of this name. */
public final class DebugBuilder {
    private final DebugHandlerBuilder<Connection> beforeSecure =
            new DebugHandlerBuilder<>("wire.sec.before");

    public DebugBuilder() {}

    public final DebugHandlerBuilder<Connection> getBeforeSecureHandler() {
        return beforeSecure;
    }
}
