/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import io.peerage.model.PeerDataKey;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ValueWriter} wrote, and trusts none of it: no length is believed beyond what is left of the file, no class
 * is made but records and enums of this project's configuration and model.
 *
 * <p><b>Threading</b>: one thread. <b>Errors</b>: {@link JournalException} for what can't be, {@link EOFException} where the
 * file ends.
 */
final class ValueReader {
    private static final int DEEPEST = 8;
    private static final Set<String> PACKAGES = Set.of("io.peerage.config", "io.peerage.model");

    private final CountingInput in;
    private final DataInputStream data;
    private final List<String> names = new ArrayList<>();

    ValueReader(CountingInput in) {
        this.in = in;
        this.data = new DataInputStream(in);
    }

    /** What is wrong at this place of the file. */
    JournalException wrong(String what) {
        return new JournalException(
                what + " at byte " + in.position() + "; the journal is damaged");
    }

    /** The next tag; −1 at the end of the file. */
    int tag() throws IOException {
        return in.read();
    }

    long word() throws IOException {
        return data.readLong();
    }

    long number() throws IOException {
        long read = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int part = data.readUnsignedByte();
            read |= (part & 0x7fL) << shift;
            if ((part & 0x80) == 0) {
                return read >>> 1 ^ -(read & 1);
            }
        }
        throw wrong("a number of more than 64 bits");
    }

    private int length() throws IOException {
        long length = number();
        if (length < 0 || length > in.left()) {
            throw new EOFException("a length of " + length + ", left are " + in.left());
        }
        return (int) Math.min(Integer.MAX_VALUE - 8, length);
    }

    String name() throws IOException {
        long index = number();
        if (index == 0) {
            String name = text();
            names.add(name);
            return name;
        }
        if (index < 0 || index > names.size()) {
            throw wrong("name " + index + " of " + names.size());
        }
        return names.get((int) index - 1);
    }

    private String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() throws IOException {
        byte[] bytes = new byte[length()];
        data.readFully(bytes);
        return bytes;
    }

    @Nullable Object value() throws IOException {
        return value(0);
    }

    private @Nullable Object value(int depth) throws IOException {
        if (depth > DEEPEST) {
            throw wrong("values within values, " + depth + " deep");
        }
        int tag = data.readUnsignedByte();
        return switch (tag) {
            case Tag.NULL -> null;
            case Tag.FALSE -> false;
            case Tag.TRUE -> true;
            case Tag.INT -> integer();
            case Tag.LONG -> number();
            case Tag.DOUBLE -> Double.longBitsToDouble(word());
            case Tag.STRING -> text();
            case Tag.BYTES -> bytes();
            case Tag.ENUM -> constant(name(), name());
            case Tag.RECORD -> composed(name(), depth);
            case Tag.LIST -> elements(depth);
            case Tag.SET -> new LinkedHashSet<>(elements(depth));
            case Tag.MAP -> entries(depth);
            case Tag.DATA_KEY -> PeerDataKey.of(text(), Object.class, Duration.ofNanos(number()));
            default -> throw wrong("kind of value " + tag);
        };
    }

    private Integer integer() throws IOException {
        long number = number();
        if (number != (int) number) {
            throw wrong("an int of " + number);
        }
        return (int) number;
    }

    private List<@Nullable Object> elements(int depth) throws IOException {
        int length = length();
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add(value(depth + 1));
        }
        return elements;
    }

    private Map<@Nullable Object, @Nullable Object> entries(int depth) throws IOException {
        int length = length();
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < length; i++) {
            entries.put(value(depth + 1), value(depth + 1));
        }
        return entries;
    }

    private Object constant(String className, String name) throws IOException {
        Object[] constants = type(className).getEnumConstants();
        if (constants != null) {
            for (Object constant : constants) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
        }
        throw wrong("no constant " + name + " of " + className);
    }

    private Object composed(String className, int depth) throws IOException {
        Class<?> type = type(className);
        RecordComponent[] parts = type.getRecordComponents();
        if (parts == null || number() != parts.length) {
            throw wrong(className + " with other parts than this version's");
        }
        Class<?>[] types = new Class<?>[parts.length];
        @Nullable Object[] values = new @Nullable Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            types[i] = parts[i].getType();
            values[i] = value(depth + 1);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw wrong(className + " refuses its parts (" + e.getCause() + ")");
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw wrong(className + " can't be made of its parts (" + e.getMessage() + ")");
        }
    }

    private Class<?> type(String name) throws IOException {
        int end = name.lastIndexOf('.');
        if (end < 0 || !PACKAGES.contains(name.substring(0, end))) {
            throw wrong("a value of class " + name);
        }
        try {
            return Class.forName(name, false, ValueReader.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw wrong("no class " + name + " in this version (" + e.getMessage() + ")");
        }
    }
}
