package dev.everline.channel.web.line;

import dev.everline.account.AuditTrail;
import dev.everline.account.Member;
import dev.everline.account.Members;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.NoteId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.Line;
import dev.everline.line.LineNotes;
import dev.everline.line.LineService;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Adding and removing the notes of a line. */
@ServesPages
final class LineNotePages {

  private final LineService lines;
  private final LineNotes notes;
  private final Members members;
  private final AuditTrail audit;
  private final LinePages linePages;

  LineNotePages(
      LineService lines, LineNotes notes, Members members, AuditTrail audit, LinePages linePages) {
    this.lines = lines;
    this.notes = notes;
    this.members = members;
    this.audit = audit;
    this.linePages = linePages;
  }

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

  @PostMapping("/lines/{line}/notes")
  View addNote(
      Visit visit, @PathVariable String line, @RequestParam(defaultValue = "") String note) {
    Line own = own(visit, line);
    try {
      notes.add(visit.accountId(), own.id(), visit.member().id(), note);
    } catch (InvalidValue wrong) {
      return refused(
          HttpStatus.BAD_REQUEST,
          visit,
          own,
          note,
          Refusal.of(visit, "line-notes.refused", LineNotes.LONGEST));
    } catch (ProblemException refused) {
      if (refused.type() != ProblemType.CONFLICT) {
        throw refused;
      }
      return refused(
          HttpStatus.CONFLICT,
          visit,
          own,
          note,
          Refusal.of(visit, "line-notes.full", LineNotes.MOST));
    }
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.NOTE_ADDED, own.id().toString());
    return Pages.to("/lines/" + own.id() + "#notes");
  }

  private View refused(HttpStatus status, Visit visit, Line line, String note, Refusal refusal) {
    NotesSection section = NotesSection.of(visit, line, notes, members, note);
    return linePages.show(status, visit, line, section, refusal.at("note"));
  }

  @PostMapping("/lines/{line}/notes/{note}/remove")
  View removeNote(Visit visit, @PathVariable String line, @PathVariable String note) {
    Line own = own(visit, line);
    notes.remove(visit.accountId(), own.id(), NoteId.parse(note));
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.NOTE_REMOVED, own.id().toString());
    return Pages.to("/lines/" + own.id() + "#notes");
  }

  private Line own(Visit visit, String line) {
    return lines.get(visit.accountId(), LineId.parse(line));
  }
}
