/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import io.peerage.model.PeerDataKey;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes values by their kind: numbers, texts, bytes, enums, and records, lists, sets and maps of those.
 *
 * <p><b>Threading</b>: whoever has the turn. <b>Errors</b>: {@link IllegalArgumentException} for a value of another kind.
 */
final class ValueWriter {
    private final DataOutputStream out;
    private final Map<String, Integer> names = new HashMap<>();

    ValueWriter(OutputStream out) {
        this.out = new DataOutputStream(out);
    }

    void flush() throws IOException {
        out.flush();
    }

    void close() throws IOException {
        out.close();
    }

    void tag(int tag) throws IOException {
        out.writeByte(tag);
    }

    void word(long word) throws IOException {
        out.writeLong(word);
    }

    /** A number of any size, small ones in a byte. */
    void number(long number) throws IOException {
        long left = number << 1 ^ number >> 63;
        while ((left & ~0x7fL) != 0) {
            out.writeByte((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.writeByte((int) left);
    }

    /** A text that comes often: whole the first time, then by its number. */
    void name(String name) throws IOException {
        Integer known = names.putIfAbsent(name, names.size());
        if (known != null) {
            number(known + 1L);
        } else {
            number(0);
            text(name);
        }
    }

    private void text(String text) throws IOException {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] bytes) throws IOException {
        number(bytes.length);
        out.write(bytes);
    }

    void value(@Nullable Object value) throws IOException {
        if (value == null) {
            tag(Tag.NULL);
        } else if (value instanceof Boolean flag) {
            tag(flag ? Tag.TRUE : Tag.FALSE);
        } else if (value instanceof Integer number) {
            tag(Tag.INT);
            number(number);
        } else if (value instanceof Long number) {
            tag(Tag.LONG);
            number(number);
        } else if (value instanceof Double number) {
            tag(Tag.DOUBLE);
            word(Double.doubleToRawLongBits(number));
        } else if (value instanceof String text) {
            tag(Tag.STRING);
            text(text);
        } else if (value instanceof byte[] bytes) {
            tag(Tag.BYTES);
            bytes(bytes);
        } else if (value instanceof Enum<?> constant) {
            tag(Tag.ENUM);
            name(constant.getDeclaringClass().getName());
            name(constant.name());
        } else {
            composed(value);
        }
    }

    private void composed(Object value) throws IOException {
        if (value instanceof Record data) {
            tag(Tag.RECORD);
            name(data.getClass().getName());
            RecordComponent[] parts = data.getClass().getRecordComponents();
            number(parts.length);
            for (RecordComponent part : parts) {
                value(part(data, part));
            }
        } else if (value instanceof PeerDataKey<?> key) {
            tag(Tag.DATA_KEY);
            text(key.name());
            number(key.keptNanos());
        } else if (value instanceof List<?> list) {
            elements(Tag.LIST, list);
        } else if (value instanceof Set<?> set) {
            elements(Tag.SET, set);
        } else if (value instanceof Map<?, ?> map) {
            tag(Tag.MAP);
            number(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                value(entry.getKey());
                value(entry.getValue());
            }
        } else {
            throw new IllegalArgumentException(
                    "a value of "
                            + value.getClass().getName()
                            + " can't be recorded; pass numbers, texts, enums, and records, lists, sets and maps of them");
        }
    }

    private void elements(int tag, Collection<?> elements) throws IOException {
        tag(tag);
        number(elements.size());
        for (Object element : elements) {
            value(element);
        }
    }

    private static @Nullable Object part(Record data, RecordComponent part) {
        try {
            return part.getAccessor().invoke(data);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalArgumentException(
                    part.getName() + " of " + data.getClass().getName() + " can't be read", e);
        }
    }
}
