package org.jbgp.daemon.advertise;

/**
 * How much of what there is a member of an export group was sent by one shard.
 *
 * @param done prefixes that were sent, or looked at for all of the group
 * @param total of so many
 * @param complete nothing more is to come but changes
 */
public record FeedShare(long done, long total, boolean complete) {

    /** Any thread: nothing is counted for it, and what it reads is a moment old. */
    public static FeedShare of(ExportGroup group, Member member) {
        long announced = Math.max(0, group.announced(member));
        if (group.feeding()) {
            return new FeedShare(group.walked(), Math.max(group.walked(), group.walkLimit()), false);
        }
        if (member.joining()) {
            return new FeedShare(0, announced, announced == 0);
        }
        long owed = member.lagging() ? Math.min(announced, member.behind().size()) : 0;
        return new FeedShare(announced - owed, announced, owed == 0);
    }
}
