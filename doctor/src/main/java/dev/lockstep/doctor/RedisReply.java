package dev.lockstep.doctor;

import java.util.List;

/** What became of a command. */
sealed interface RedisReply {

    /** The answer; a plain one is a list of one. */
    record Values(List<Object> values) implements RedisReply {

        /** The first value as text, empty where there is none. */
        String text() {
            return values.isEmpty() || values.getFirst() == null
                    ? ""
                    : values.getFirst().toString();
        }
    }

    /** The server said no, with a code such as NOPERM in front. */
    record Refused(String message) implements RedisReply {

        boolean isNotAllowed() {
            return message.startsWith("NOPERM");
        }
    }

    /** No answer in time, or the connection is gone. */
    record Silent(String why) implements RedisReply {}
}
