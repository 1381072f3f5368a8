/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.multistream;

/** Empty, because it only stands in other signatures. */
public class NegotiatedProtocol<
        TController, TBinding extends ProtocolBinding<? extends TController>> {
    NegotiatedProtocol() {}
}
