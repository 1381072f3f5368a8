/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.population;

import java.io.Serial;

/** An address file can't be read or understood; the message is one line for the user. */
public final class AddressFileException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    AddressFileException(String message) {
        super(message);
    }

    AddressFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
