package dev.everline.channel.web.line;

import dev.everline.account.Member;
import dev.everline.account.Members;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.MemberId;
import dev.everline.line.Line;
import dev.everline.line.LineNotes;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The notes people made of a line, and the form for another.
 *
 * @param list the newest first
 * @param authors the names of those who are still members
 * @param typed what is in the form: nothing, or a note that was refused
 */
record NotesSection(List<LineNotes.Note> list, Map<MemberId, String> authors, String typed) {

  static NotesSection of(Visit visit, Line line, LineNotes notes, Members members, String typed) {
    List<LineNotes.Note> list = notes.list(visit.accountId(), line.id());
    Map<MemberId, String> authors =
        list.isEmpty()
            ? Map.of()
            : members.list(visit.accountId()).stream()
                .collect(Collectors.toMap(Member::id, Member::name));
    return new NotesSection(list, authors, typed);
  }
}
