package dev.lockstep.simulation.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** One check of a script, and how it is taken away: a part of the script's text and what stands in its place then. */
enum ScriptCheck {
    /** A row below the fence of all tables does not count. */
    FENCE("entries", "(mark[3] and position < mark[3]) or ", ""),
    /** A row below its table's fence does not count. */
    TABLE_FENCE("entries", " or (mark[4] and position < mark[4])", ""),
    /** A row of another epoch does not count, unless it is certain. */
    EPOCH("entries", "return string.sub(position, 1, 10) == string.sub(mark[1], 1, 10) or", "return true or"),
    /** What is known of an older epoch ends somewhere. */
    CERTAIN_BOUND("entries", "return bound <= string.sub(kept, at, at + 41)", "return true"),
    /** What is known of an older epoch is known of that one. */
    CERTAIN_IN_EPOCH("entries", "if string.sub(kept, at, at + 9) == string.sub(bound, 1, 10) then", "if true then"),
    /** What was applied has nothing in it after its own position. */
    OWN_BOUND("entries", " or seen < held then", " then"),
    /** An entry that settles, or a lease, is no row. */
    ROW("entries", "(kind ~= 'P' and kind ~= 'A') or not mark[1]", "not mark[1]"),
    /** A row of a table that is not followed does not count. */
    FOLLOWED("entries", " or not mark[1] or not mark[6] then", " or not mark[1] then"),
    /** A filled row may have changes in it up to the end of the binlog that its filler saw. */
    SEEN_UP_TO("entries", "if string.sub(entry, 1, 1) == 'S' or seen < held then", "if true then"),
    /** The stream passes only what is of its own epoch. */
    AHEAD_IN_EPOCH("entries", "return string.sub(bound, 1, 10) == string.sub(mark[1], 1, 10) and", "return"),

    /** A batch goes on from the watermark that it expects. */
    WATERMARK("apply", "w[1] ~= ARGV[1] or ", ""),
    /** A batch is of the worker that opened the partition. */
    OWNER("apply", " or w[2] ~= ARGV[5] then", " then"),
    /** An entry may be a hash. */
    HASHED("apply", "if type(head) ~= 'string' then", "if false then"),
    /** A change that an entry has in it is skipped. */
    POSITION("apply", "if position <= held then\n      until_ = held", "if position <= held then\n      until_ = nil"),
    /** An entry that settles stays so until the stream has passed it. */
    SETTLING_STAYS("apply", " or kind == 'S' then", " then"),
    /** Positions of two epochs do not compare. */
    EPOCH_OF_CHANGE("apply", "elseif string.sub(held, 1, 10) ~= epoch then", "elseif false then"),
    /** A change that a filled row may have in it makes the entry settle. */
    SETTLING("apply", "elseif position <= bound then", "elseif false then"),
    /** A change that comes again makes a doubtful entry settle. */
    DOUBT("apply", "if position <= doubtUntil and not", "if false and not"),
    /** An entry that is certain is not doubtful. */
    CERTAIN("apply", " and not isCertain(kept, bound) then", " then"),
    /** A change that comes again makes what holds no row settle. */
    DOUBT_OF_NOTHING("apply", "elseif position <= doubtUntil then", "elseif false then"),
    /** A table's fence only rises. */
    FENCE_RISES(
            "apply",
            "if ARGV[at + 1] > (redis.call('HGET', KEYS[1], 'fence:' .. ARGV[at]) or '') then",
            "if true then"),
    /** A table that may look different now is in no shape that readers know. */
    RESHAPED("apply", "if ARGV[at + 2] == '1' then", "if false then"),
    /** The stream of changes tells no row that is below a fence. */
    FENCE_OF_TALE("apply", "if string.sub(header, 2, 43) < floorOf(of) then", "if false then"),

    /** A lease is given to one. */
    LEASED("lease", "if entry and string.sub(entry, 1, 1) == 'L' then", "if false then"),
    /** No lease is given where there is a row. */
    FOUND("lease", "elseif entry and counts(mark, entry) then", "elseif false then"),
    /** No lease is given where changes that the row may have in it are still to come. */
    SETTLING_LEASED("lease", "elseif entry and isAhead(mark, entry) then", "elseif false then"),
    /** No lease is given below the fence of all tables, where no row would count. */
    FENCE_OF_LEASE("lease", " or (mark[3] and mark[1] < mark[3]) then", " then"),
    /** A lease is given to a reader who sees the table in the shape in which the worker sees it. */
    SHAPE_OF_LEASE("lease", "if mark[6] ~= ARGV[4] then", "if false then"),

    /** A fill has the lease. */
    TOKEN("fill", "if entryAt(KEYS[1]) ~= 'L' .. ARGV[1] then", "if false then"),
    /** A lease is released by whoever has it. */
    TOKEN_OF_RELEASE("release", "if entryAt(KEYS[1]) ~= 'L' .. ARGV[1] then", "if false then"),

    /** A row is read in the shape in which the reader knows the table. */
    SHAPE("read", " and (ARGV[2] == '' or ARGV[2] == mark[6])", ""),

    /** A proof of freshness is of the worker that opened the partition. */
    OWNER_OF_PROOF("fresh", " or w[3] ~= ARGV[3] then", " then"),
    /** A proof of freshness holds where the watermark is as far as it says. */
    POSITION_OF_PROOF("fresh", " or w[1] < ARGV[1] or", " or"),
    /** Freshness only rises. */
    PROOF_RISES("fresh", " or tonumber(w[2]) < tonumber(ARGV[2]) then", " or true then"),

    /** A partition is given up by the worker that opened it. */
    OWNER_OF_ABANDON("abandon", "if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then", "if false then"),

    /** A partition is opened where nobody was there in between. */
    FOUND_AT_OPEN("open", "if stored ~= ARGV[1] then", "if false then"),
    /** After a new beginning nothing is left of what was proved before. */
    ANEW("open", "if ARGV[7] ~= '' then", "if false then"),
    /** Who follows changes is told of a new beginning. */
    ANEW_TOLD("open", "stored == '' or ARGV[7] ~= '' or size == 0", "size == 0"),
    /** A table's fence only rises. */
    FENCE_RISES_AT_OPEN(
            "open",
            "if ARGV[i + 2] > (redis.call('HGET', KEYS[1], 'fence:' .. ARGV[i]) or '') then",
            "if ARGV[i + 2] ~= '' then"),

    /** What counts is not swept. */
    COUNTED_SWEPT("sweep", " and not counts(mark, entry)", ""),
    /** What changes still to come may be in is not swept. */
    AHEAD_SWEPT("sweep", " and not isAhead(mark, entry)", ""),
    /** What a later epoch has written is not swept. */
    LATER_SWEPT("sweep", "and string.sub(entry, 2, 11) <= string.sub(mark[1], 1, 10) then", "then");

    private final String script;
    private final String check;
    private final String instead;

    ScriptCheck(String script, String check, String instead) {
        this.script = script;
        this.check = check;
        this.instead = instead;
    }

    /** Whether only entries that are hashes can show it. */
    boolean isOfHashes() {
        return this == HASHED;
    }

    /** Where the script is, as a resource. */
    String resource() {
        return "dev/lockstep/cache/redis/" + script + ".lua";
    }

    /** The script without it. */
    String takenAway() throws IOException {
        try (InputStream stream = ScriptCheck.class.getClassLoader().getResourceAsStream(resource())) {
            String whole = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            if (whole.split(Pattern.quote(check), -1).length != 2) {
                throw new AssertionError("%s should have this once, to be taken away: %s".formatted(resource(), check));
            }
            return whole.replace(check, instead);
        }
    }
}
