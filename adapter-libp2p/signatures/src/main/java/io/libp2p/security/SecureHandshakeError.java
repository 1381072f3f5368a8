/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.security;

/** The public signature of jvm-libp2p's class of this name. */
public class SecureHandshakeError extends SecureChannelError {
    private static final long serialVersionUID = 1;

    public SecureHandshakeError() {}

    public SecureHandshakeError(String message) {
        super(message);
    }
}
