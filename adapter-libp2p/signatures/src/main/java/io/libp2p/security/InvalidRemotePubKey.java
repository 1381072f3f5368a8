/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.security;

/** The public signature of jvm-libp2p's class of this name. */
public final class InvalidRemotePubKey extends SecureHandshakeError {
    private static final long serialVersionUID = 1;

    public InvalidRemotePubKey() {}
}
