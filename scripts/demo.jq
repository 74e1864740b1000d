# What scripts/demo plans and what it concludes; the script itself only runs programs.

# Homophones and lookalikes: what two people write down who heard the same name at two doors. Never with a digit.
def given_names: [["建国","剑国"],["晓明","小明"],["丽华","利华"],["志强","智强"],["文静","文婧"],["佳怡","嘉怡"],["海燕","海艳"],["子涵","梓涵"]];

# For each kind of data the fields to edit and what each tablet writes there: `a` and `b` get the record and its number.
# apart: one field each · clash: the same field, a person must decide · later: the same field, the later one is shown ·
# gather: the same field, both count (a sum, or a set).
def choices($type):
  if $type == "resident" then {
    apart_a: {field: "occupation", a: "中学教师"},
    apart_b: {field: "employer", b: "市第一医院"},
    clash: {
      field: "name",
      pair: (.fields.name as $old | $old[0:1] as $family | .number as $n
             | [given_names[] | map($family + .) | select(index($old) == null)] | .[$n % length])
    },
    later: {field: "occupation", pair: ["退休工程师", "社区医生"]},
    gather: {field: "interests", add: ["航模", "古琴"]}
  } else {
    apart_a: {field: "place_text", a: "corner of \(.fields.place_text // "the yard")"},
    apart_b: {field: "assignee", b: "Night shift"},
    clash: {field: "assignee", pair: ["Team North", "Team South"]},
    later: {field: "text", pair: ["Caller says: still there this morning", "Seen on site: two items, one is heavy"]},
    gather: {field: "urges", plus: [1, 2]}
  } end;

# One planned edit: what is typed, and what must be found again afterwards.
def edit_of($who; $id; $how; $field; $typed; $value):
  {who: $who, id: $id, how: $how, field: $field, typed: ($typed | tostring), value: $value};

def both($id; $how; $field; $pair):
  edit_of("a"; $id; $how; $field; $pair[0]; $pair[0]), edit_of("b"; $id; $how; $field; $pair[1]; $pair[1]);

# `find`'s answer → all edits of both tablets. Of every six records two are edited apart, two clash, one each is later
# and gather.
def plan($type):
  [.records | to_entries[] | (.value + {number: .key}) | .id as $id | .fields as $fields | choices($type) as $choose
   | (.number % 6) as $turn
   | if $turn == 0 or $turn == 3 then
       edit_of("a"; $id; "apart"; $choose.apart_a.field; $choose.apart_a.a; $choose.apart_a.a),
       edit_of("b"; $id; "apart"; $choose.apart_b.field; $choose.apart_b.b; $choose.apart_b.b)
     elif $turn == 1 or $turn == 4 then both($id; "clash"; $choose.clash.field; $choose.clash.pair)
     elif $turn == 2 then both($id; "later"; $choose.later.field; $choose.later.pair)
     elif $choose.gather.plus then
       ($fields[$choose.gather.field] // 0) as $old | $choose.gather.plus as $plus
       | edit_of("a"; $id; "sum"; $choose.gather.field; $old + $plus[0]; $old + ($plus | add)),
         edit_of("b"; $id; "sum"; $choose.gather.field; $old + $plus[1]; $old + ($plus | add))
     else
       ($fields[$choose.gather.field] // []) as $old | $choose.gather.add as $add
       | edit_of("a"; $id; "set"; $choose.gather.field; $old + [$add[0]] | join(";"); $add[0]),
         edit_of("b"; $id; "set"; $choose.gather.field; $old + [$add[1]] | join(";"); $add[1])
     end];

def commands($who): .[] | select(.who == $who) | @sh "edit \(.id) \(.field + "=" + .typed)";

# Where each edit is now, as the office sees it. A set's value is one word of it, a sum's value is what both together
# make: 1 and 2 have survived only as 3. What is found neither current nor in a conflict is looked for in the history.
def fates($records; $conflicts):
  ($records | map({key: .id, value: .fields}) | from_entries) as $now
  | ($conflicts | group_by(.record) | map({key: .[0].record, value: .}) | from_entries) as $open
  | map(. as $edit | $now[.id][.field] as $current
        | . + {fate:
            (if any($open[.id][]?; .field == $edit.field and any(.candidates[]; .value == $edit.value)) then "conflict"
             elif .how == "set" then (if ($current // []) | index($edit.value) != null then "current" else "?" end)
             elif $current == .value then "current"
             else "?" end)});

# $past: the answers to `history`, in the order of $ids.
def fates_by_history($ids; $past):
  ([$past | to_entries[] | {key: $ids[.key], value: .value.edits}] | from_entries) as $edits_of
  | map(. as $edit
        | if .fate != "?" then .
          elif .how != "sum" and any($edits_of[.id][]?; .field == $edit.field and .value == $edit.value)
          then .fate = "history"
          else .fate = "lost" end);

# Merged by themselves, of these only in the history by now, in conflicts, lost.
def totals:
  def number($fate): map(select(.fate == $fate)) | length;
  "\(number("current") + number("history")) \(number("history")) \(number("conflict")) \(number("lost"))";

# Those of the office's open conflicts that the planned edits opened: a register may bring others of its own.
def ours($plan):
  ($plan | map({key: "\(.id) \(.field)", value: true}) | from_entries) as $planned
  | [.conflicts[] | select($planned["\(.record) \(.field)"])];

# A conflict in one line: what it was, and what each of the two made of it.
def told: "  \(.field) \(.base // "–"):  " + ([.candidates[] | "\(.value) (\(.by))"] | join("  |  "));
