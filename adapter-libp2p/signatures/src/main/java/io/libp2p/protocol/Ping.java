/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.protocol;

import io.libp2p.core.multistream.ProtocolBinding;

/** The public signature of jvm-libp2p's class of this name. */
public final class Ping implements ProtocolBinding<PingController> {
    public Ping() {}
}
