/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core;

/** The public signature of jvm-libp2p's interface of this name. */
public interface ChannelVisitor<TChannel extends P2PChannel> {
    void visit(TChannel channel);
}
