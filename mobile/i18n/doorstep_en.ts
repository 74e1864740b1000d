<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Acknowledgement</name>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
</context>
<context>
    <name>CandidateColumn</name>
    <message>
        <source>Before</source>
        <translation>Before</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>empty</translation>
    </message>
    <message>
        <source>Shown until decided</source>
        <translation>Shown until decided</translation>
    </message>
</context>
<context>
    <name>ChoicesEditor</name>
    <message>
        <source>%1: in your own words</source>
        <translation>%1: in your own words</translation>
    </message>
    <message>
        <source>In your own words</source>
        <translation>In your own words</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Add</translation>
    </message>
</context>
<context>
    <name>CodeField</name>
    <message>
        <source>One-time code</source>
        <translation>One-time code</translation>
    </message>
</context>
<context>
    <name>ConfirmBar</name>
    <message>
        <source>%1 values confirmed unchanged · %2</source>
        <translation>%1 values confirmed unchanged · %2</translation>
    </message>
    <message>
        <source>All unchanged</source>
        <translation>All unchanged</translation>
    </message>
    <message>
        <source>Next home</source>
        <translation>Next home</translation>
    </message>
    <message>
        <source>Next home: %1</source>
        <translation>Next home: %1</translation>
    </message>
</context>
<context>
    <name>ConflictCard</name>
    <message>
        <source>Two people changed this; choose</source>
        <translation>Two people changed this; choose</translation>
    </message>
    <message>
        <source>Take %1</source>
        <translation>Take %1</translation>
    </message>
    <message>
        <source>Type another</source>
        <translation>Type another</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>Keep both</translation>
    </message>
    <message>
        <source>Ask %1</source>
        <translation>Ask %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>DateEditor</name>
    <message>
        <source>Year-month-day</source>
        <translation>Year-month-day</translation>
    </message>
    <message>
        <source>Close the calendar</source>
        <translation>Close the calendar</translation>
    </message>
    <message>
        <source>Open the calendar</source>
        <translation>Open the calendar</translation>
    </message>
</context>
<context>
    <name>EntriesEditor</name>
    <message>
        <source>%1 earlier</source>
        <translation>%1 earlier</translation>
    </message>
    <message>
        <source>On this tablet</source>
        <translation>On this tablet</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Add</translation>
    </message>
</context>
<context>
    <name>FieldFrame</name>
    <message>
        <source>required</source>
        <translation>required</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>On this tablet</source>
        <translation>On this tablet</translation>
    </message>
    <message>
        <source>Who set %1, and when</source>
        <translation>Who set %1, and when</translation>
    </message>
    <message>
        <source>Two people changed this; choose</source>
        <translation>Two people changed this; choose</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Choose</translation>
    </message>
</context>
<context>
    <name>FieldInput</name>
    <message>
        <source>%1, required</source>
        <translation>%1, required</translation>
    </message>
</context>
<context>
    <name>FlagEditor</name>
    <message>
        <source>Yes</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>No</source>
        <translation>No</translation>
    </message>
</context>
<context>
    <name>IdNumberEditor</name>
    <message>
        <source>Show</source>
        <translation>Show</translation>
    </message>
</context>
<context>
    <name>MonthPicker</name>
    <message>
        <source>A year earlier</source>
        <translation>A year earlier</translation>
    </message>
    <message>
        <source>A month earlier</source>
        <translation>A month earlier</translation>
    </message>
    <message>
        <source>A month later</source>
        <translation>A month later</translation>
    </message>
    <message>
        <source>A year later</source>
        <translation>A year later</translation>
    </message>
    <message>
        <source>Mo</source>
        <translation>Mo</translation>
    </message>
    <message>
        <source>Tu</source>
        <translation>Tu</translation>
    </message>
    <message>
        <source>We</source>
        <translation>We</translation>
    </message>
    <message>
        <source>Th</source>
        <translation>Th</translation>
    </message>
    <message>
        <source>Fr</source>
        <translation>Fr</translation>
    </message>
    <message>
        <source>Sa</source>
        <translation>Sa</translation>
    </message>
    <message>
        <source>Su</source>
        <translation>Su</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Dismiss</source>
        <translation>Dismiss</translation>
    </message>
</context>
<context>
    <name>NumberEditor</name>
    <message>
        <source>One less</source>
        <translation>One less</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>One more</translation>
    </message>
</context>
<context>
    <name>OtherValue</name>
    <message>
        <source>%1 emptied this</source>
        <translation>%1 emptied this</translation>
    </message>
    <message>
        <source>%1 changed this to "%2"</source>
        <translation>%1 changed this to "%2"</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Use it</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Keep mine</translation>
    </message>
</context>
<context>
    <name>OwnAnswer</name>
    <message>
        <source>Another value</source>
        <translation>Another value</translation>
    </message>
    <message>
        <source>Take this</source>
        <translation>Take this</translation>
    </message>
</context>
<context>
    <name>PassphraseField</name>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Unlock</translation>
    </message>
    <message>
        <source>Cover what I type</source>
        <translation>Cover what I type</translation>
    </message>
    <message>
        <source>Show what I type</source>
        <translation>Show what I type</translation>
    </message>
</context>
<context>
    <name>PhoneEditor</name>
    <message>
        <source>Call %1</source>
        <translation>Call %1</translation>
    </message>
</context>
<context>
    <name>ProseInput</name>
    <message>
        <source>%1, required</source>
        <translation>%1, required</translation>
    </message>
    <message>
        <source>%1 characters left</source>
        <translation>%1 characters left</translation>
    </message>
    <message>
        <source>%1 too many</source>
        <translation>%1 too many</translation>
    </message>
</context>
<context>
    <name>ReadOnlyValue</name>
    <message>
        <source>empty</source>
        <translation>empty</translation>
    </message>
</context>
<context>
    <name>RecordRow</name>
    <message>
        <source>Draft</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>On this tablet</source>
        <translation>On this tablet</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Delivered</translation>
    </message>
    <message>
        <source>Waiting for a decision</source>
        <translation>Waiting for a decision</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>Not used</translation>
    </message>
</context>
<context>
    <name>ReferenceEditor</name>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Choose</translation>
    </message>
    <message>
        <source>Another</source>
        <translation>Another</translation>
    </message>
    <message>
        <source>Take away %1</source>
        <translation>Take away %1</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Name, pinyin, room or phone tail</source>
        <translation>Name, pinyin, room or phone tail</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Clear the search</translation>
    </message>
</context>
<context>
    <name>SectionHeader</name>
    <message>
        <source>%1, %2 of %3 filled</source>
        <translation>%1, %2 of %3 filled</translation>
    </message>
    <message>
        <source>Unfold %1</source>
        <translation>Unfold %1</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
</context>
<context>
    <name>SignaturePad</name>
    <message>
        <source>Signature</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>Not signed yet</source>
        <translation>Not signed yet</translation>
    </message>
    <message>
        <source>Signed with %1 strokes</source>
        <translation>Signed with %1 strokes</translation>
    </message>
    <message>
        <source>Sign above the line</source>
        <translation>Sign above the line</translation>
    </message>
    <message>
        <source>Undo the last stroke</source>
        <translation>Undo the last stroke</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Clear</translation>
    </message>
</context>
<context>
    <name>SyncChip</name>
    <message>
        <source>All at the office %1</source>
        <translation>All at the office %1</translation>
    </message>
    <message>
        <source>%1 still on this tablet</source>
        <translation>%1 still on this tablet</translation>
    </message>
    <message>
        <source>Sending %1/%2</source>
        <translation>Sending %1/%2</translation>
    </message>
    <message>
        <source>%1 needs you</source>
        <translation>%1 needs you</translation>
    </message>
    <message>
        <source>Offline, go on working · %1 on this tablet</source>
        <translation>Offline, go on working · %1 on this tablet</translation>
    </message>
    <message>
        <source>Offline, go on working</source>
        <translation>Offline, go on working</translation>
    </message>
    <message>
        <source>Opens what has not been delivered</source>
        <translation>Opens what has not been delivered</translation>
    </message>
</context>
<context>
    <name>TimeEditor</name>
    <message>
        <source>Year-month-day hour:minute</source>
        <translation>Year-month-day hour:minute</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Now</translation>
    </message>
</context>
<context>
    <name>TimeRangeEditor</name>
    <message>
        <source>%1, from</source>
        <translation>%1, from</translation>
    </message>
    <message>
        <source>to</source>
        <translation>to</translation>
    </message>
    <message>
        <source>%1, until</source>
        <translation>%1, until</translation>
    </message>
</context>
<context>
    <name>VisitRow</name>
    <message>
        <source>Started</source>
        <translation>Started</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>No answer</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Postponed</source>
        <translation>Postponed</translation>
    </message>
    <message>
        <source>Read the special need first</source>
        <translation>Read the special need first</translation>
    </message>
    <message>
        <source>On this tablet</source>
        <translation>On this tablet</translation>
    </message>
</context>
</TS>
