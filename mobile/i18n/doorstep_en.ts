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
    <name>Admin</name>
    <message>
        <source>People</source>
        <translation>People</translation>
    </message>
    <message>
        <source>Tablets</source>
        <translation>Tablets</translation>
    </message>
    <message>
        <source>Quarantine</source>
        <translation>Quarantine</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>Office</translation>
    </message>
</context>
<context>
    <name>AdminLine</name>
    <message>
        <source>Only with a line to the office</source>
        <translation>Only with a line to the office</translation>
    </message>
    <message>
        <source>People, tablets and quarantine are the server&apos;s; nothing of them is kept on this tablet.</source>
        <translation>People, tablets and quarantine are the server&apos;s; nothing of them is kept on this tablet.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Ask again</translation>
    </message>
    <message>
        <source>The first %1 are shown</source>
        <translation>The first %1 are shown</translation>
    </message>
</context>
<context>
    <name>AdminPeople</name>
    <message>
        <source>Add a person</source>
        <translation>Add a person</translation>
    </message>
    <message>
        <source>Nobody is seen where you look</source>
        <translation>Nobody is seen where you look</translation>
    </message>
    <message>
        <source>You see people who are given no more communities and buildings than you have. Whoever has more is looked after by somebody who has more.</source>
        <translation>You see people who are given no more communities and buildings than you have. Whoever has more is looked after by somebody who has more.</translation>
    </message>
</context>
<context>
    <name>AdminQuarantine</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Back to the list</translation>
    </message>
    <message>
        <source>The first %1 are shown</source>
        <translation>The first %1 are shown</translation>
    </message>
    <message>
        <source>Why is it discarded?</source>
        <translation>Why is it discarded?</translation>
    </message>
    <message>
        <source>Stays in the archive with what is discarded; the edits themselves are never erased.</source>
        <translation>Stays in the archive with what is discarded; the edits themselves are never erased.</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose what is to be decided</source>
        <translation>Choose what is to be decided</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Apply</translation>
    </message>
    <message>
        <source>They count as if made now, in the office&apos;s name</source>
        <translation>They count as if made now, in the office&apos;s name</translation>
    </message>
    <message numerus="yes">
        <source>Discard %n</source>
        <translation>
            <numerusform>Discard %n</numerusform>
            <numerusform>Discard %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Not now</translation>
    </message>
    <message>
        <source>Discard …</source>
        <translation>Discard …</translation>
    </message>
    <message>
        <source>None</source>
        <translation>None</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>All %1</translation>
    </message>
    <message>
        <source>Choose whose changes you look at</source>
        <translation>Choose whose changes you look at</translation>
    </message>
    <message>
        <source>What a role did not allow, what a revoked tablet handed over, and what could not be applied.</source>
        <translation>What a role did not allow, what a revoked tablet handed over, and what could not be applied.</translation>
    </message>
    <message>
        <source>All of it is decided</source>
        <translation>All of it is decided</translation>
    </message>
    <message>
        <source>What was applied is in the archive; what was discarded is kept there with its reason.</source>
        <translation>What was applied is in the archive; what was discarded is kept there with its reason.</translation>
    </message>
    <message>
        <source>Nothing is in quarantine</source>
        <translation>Nothing is in quarantine</translation>
    </message>
    <message>
        <source>What somebody saved and the archive may not take waits here for a person: nothing is ever dropped.</source>
        <translation>What somebody saved and the archive may not take waits here for a person: nothing is ever dropped.</translation>
    </message>
</context>
<context>
    <name>AdminTablets</name>
    <message>
        <source>Invite a tablet</source>
        <translation>Invite a tablet</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Back to the list</translation>
    </message>
    <message>
        <source>No tablet is enrolled yet</source>
        <translation>No tablet is enrolled yet</translation>
    </message>
    <message>
        <source>Choose a tablet</source>
        <translation>Choose a tablet</translation>
    </message>
    <message>
        <source>Invite one: it reads a picture off this screen, and is there.</source>
        <translation>Invite one: it reads a picture off this screen, and is there.</translation>
    </message>
    <message>
        <source>When it called last, what it has still to send, and how its access is ended.</source>
        <translation>When it called last, what it has still to send, and how its access is ended.</translation>
    </message>
</context>
<context>
    <name>Building</name>
    <message>
        <source>Building %1 · %2 due</source>
        <translation>Building %1 · %2 due</translation>
    </message>
    <message>
        <source>Building %1</source>
        <translation>Building %1</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Lens</translation>
    </message>
    <message>
        <source>No building is here yet</source>
        <translation>No building is here yet</translation>
    </message>
    <message>
        <source>The office imports its list of homes once; then the buildings stand here.</source>
        <translation>The office imports its list of homes once; then the buildings stand here.</translation>
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
    <name>Changes</name>
    <message>
        <source>Just now</source>
        <translation>Just now</translation>
    </message>
    <message>
        <source>Nothing has changed yet</source>
        <translation>Nothing has changed yet</translation>
    </message>
    <message>
        <source>Changes from every tablet appear here within a second.</source>
        <translation>Changes from every tablet appear here within a second.</translation>
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
    <message>
        <source>One record or two; choose</source>
        <translation>One record or two; choose</translation>
    </message>
    <message>
        <source>One record: keep %1</source>
        <translation>One record: keep %1</translation>
    </message>
    <message>
        <source>Two after all</source>
        <translation>Two after all</translation>
    </message>
    <message>
        <source>Proposed; a second person approves or refuses</source>
        <translation>Proposed; a second person approves or refuses</translation>
    </message>
    <message>
        <source>Approve %1</source>
        <translation>Approve %1</translation>
    </message>
    <message>
        <source>Refuse: keep %1</source>
        <translation>Refuse: keep %1</translation>
    </message>
    <message>
        <source>Take mine back</source>
        <translation>Take mine back</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>Bring it back</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Ask again</translation>
    </message>
</context>
<context>
    <name>ConflictDesk</name>
    <message>
        <source>%1 to decide</source>
        <translation>%1 to decide</translation>
    </message>
    <message>
        <source>Open the record</source>
        <translation>Open the record</translation>
    </message>
    <message>
        <source>Nothing to decide</source>
        <translation>Nothing to decide</translation>
    </message>
    <message>
        <source>%1 decided just now; both authors are told.</source>
        <translation>%1 decided just now; both authors are told.</translation>
    </message>
    <message>
        <source>Where two people change the same thing, both values wait here for a choice.</source>
        <translation>Where two people change the same thing, both values wait here for a choice.</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Back to the list</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Decided</translation>
    </message>
</context>
<context>
    <name>ConflictTalk</name>
    <message>
        <source>Give it to…</source>
        <translation>Give it to…</translation>
    </message>
    <message>
        <source>Give it to somebody else…</source>
        <translation>Give it to somebody else…</translation>
    </message>
    <message>
        <source>No longer %1&apos;s</source>
        <translation>No longer %1&apos;s</translation>
    </message>
    <message>
        <source>What people say</source>
        <translation>What people say</translation>
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
    <name>DecidedDesk</name>
    <message>
        <source>Back to what is to decide</source>
        <translation>Back to what is to decide</translation>
    </message>
    <message>
        <source>Name, home, who decided</source>
        <translation>Name, home, who decided</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Decided</translation>
    </message>
    <message>
        <source>Older decisions</source>
        <translation>Older decisions</translation>
    </message>
    <message>
        <source>Open the record</source>
        <translation>Open the record</translation>
    </message>
    <message>
        <source>Nothing was decided yet</source>
        <translation>Nothing was decided yet</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nothing found</translation>
    </message>
    <message>
        <source>What is decided on the desk stands here afterwards, and can be taken back.</source>
        <translation>What is decided on the desk stands here afterwards, and can be taken back.</translation>
    </message>
    <message>
        <source>Try fewer letters.</source>
        <translation>Try fewer letters.</translation>
    </message>
</context>
<context>
    <name>Discussion</name>
    <message>
        <source>Your answer</source>
        <translation>Your answer</translation>
    </message>
    <message>
        <source>Say something about it</source>
        <translation>Say something about it</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>Say it</source>
        <translation>Say it</translation>
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
    <message>
        <source>Look</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>Earlier values</source>
        <translation>Earlier values</translation>
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
    <name>FormScreen</name>
    <message>
        <source>Not saved: %1</source>
        <translation>Not saved: %1</translation>
    </message>
    <message>
        <source>Saved on this tablet · %1</source>
        <comment>time</comment>
        <translation>Saved on this tablet · %1</translation>
    </message>
    <message>
        <source>This record is not on this tablet</source>
        <translation>This record is not on this tablet</translation>
    </message>
    <message>
        <source>Needed first: %1</source>
        <translation>Needed first: %1</translation>
    </message>
    <message>
        <source>%1 to mend; the rest is saved</source>
        <translation>%1 to mend; the rest is saved</translation>
    </message>
    <message>
        <source>%1 typed, not saved yet</source>
        <translation>%1 typed, not saved yet</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Section unchanged</source>
        <translation>Section unchanged</translation>
    </message>
    <message>
        <source>Earlier states</source>
        <translation>Earlier states</translation>
    </message>
    <message>
        <source>How you know</source>
        <translation>How you know</translation>
    </message>
    <message>
        <source>As told</source>
        <translation>As told</translation>
    </message>
    <message>
        <source>By phone</source>
        <translation>By phone</translation>
    </message>
    <message>
        <source>Document seen</source>
        <translation>Document seen</translation>
    </message>
    <message>
        <source>The same person as…</source>
        <translation>The same person as…</translation>
    </message>
    <message>
        <source>Same as…</source>
        <translation>Same as…</translation>
    </message>
</context>
<context>
    <name>GroupAnswer</name>
    <message>
        <source>Take this</source>
        <translation>Take this</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>Not yours to see</source>
        <translation>Not yours to see</translation>
    </message>
    <message>
        <source>This home is not on this tablet: it was moved, removed, or belongs to another team.</source>
        <translation>This home is not on this tablet: it was moved, removed, or belongs to another team.</translation>
    </message>
    <message>
        <source>Nothing stands here yet that could be confirmed.</source>
        <translation>Nothing stands here yet that could be confirmed.</translation>
    </message>
</context>
<context>
    <name>HomeHead</name>
    <message>
        <source>Go on with the visit</source>
        <translation>Go on with the visit</translation>
    </message>
    <message>
        <source>Start the visit</source>
        <translation>Start the visit</translation>
    </message>
    <message>
        <source>Add a resident</source>
        <translation>Add a resident</translation>
    </message>
    <message>
        <source>Take a request</source>
        <translation>Take a request</translation>
    </message>
    <message>
        <source>Add more</source>
        <translation>Add more</translation>
    </message>
    <message>
        <source>Lives here as</source>
        <translation>Lives here as</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>No answer</translation>
    </message>
    <message>
        <source>Postponed</source>
        <translation>Postponed</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Not today</source>
        <translation>Not today</translation>
    </message>
    <message>
        <source>Noted at once; the home stays on the list.</source>
        <translation>Noted at once; the home stays on the list.</translation>
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
    <name>Invitation</name>
    <message>
        <source>Paste the invitation that the office sent: it holds the server&apos;s address, its fingerprint and a code.</source>
        <translation>Paste the invitation that the office sent: it holds the server&apos;s address, its fingerprint and a code.</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Invitation</translation>
    </message>
    <message>
        <source>Read it from a picture of the QR code</source>
        <translation>Read it from a picture of the QR code</translation>
    </message>
    <message>
        <source>A passphrase for this tablet</source>
        <translation>A passphrase for this tablet</translation>
    </message>
    <message>
        <source>Enrol this tablet</source>
        <translation>Enrol this tablet</translation>
    </message>
    <message>
        <source>Three or four words that only you would put together. Nobody can read it back: if it is forgotten, the office opens what was not delivered.</source>
        <translation>Three or four words that only you would put together. Nobody can read it back: if it is forgotten, the office opens what was not delivered.</translation>
    </message>
    <message>
        <source>A picture of the invitation&apos;s QR code</source>
        <translation>A picture of the invitation&apos;s QR code</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp *.bmp)</source>
        <translation>Pictures (*.png *.jpg *.jpeg *.webp *.bmp)</translation>
    </message>
</context>
<context>
    <name>InviteTablet</name>
    <message>
        <source>A tablet for %1</source>
        <translation>A tablet for %1</translation>
    </message>
    <message>
        <source>For whom is the tablet?</source>
        <translation>For whom is the tablet?</translation>
    </message>
    <message numerus="yes">
        <source>%n tablet(s)</source>
        <translation>
            <numerusform>%n tablet</numerusform>
            <numerusform>%n tablets</numerusform>
        </translation>
    </message>
    <message>
        <source>The tablet is enrolled</source>
        <translation>The tablet is enrolled</translation>
    </message>
    <message>
        <source>It is receiving the archive. The code cannot be used again.</source>
        <translation>It is receiving the archive. The code cannot be used again.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>The invitation as a QR code</source>
        <translation>The invitation as a QR code</translation>
    </message>
    <message>
        <source>Good for %1 more, and for one tablet</source>
        <translation>Good for %1 more, and for one tablet</translation>
    </message>
    <message>
        <source>On the new tablet: start Doorstep, read the picture, choose a passphrase. Whoever has the picture can enrol in %1&apos;s name until then: show it to nobody else.</source>
        <translation>On the new tablet: start Doorstep, read the picture, choose a passphrase. Whoever has the picture can enrol in %1&apos;s name until then: show it to nobody else.</translation>
    </message>
    <message>
        <source>The code, to be typed</source>
        <translation>The code, to be typed</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>Somebody else</translation>
    </message>
</context>
<context>
    <name>LeaseOver</name>
    <message>
        <source>Locked until the tablet has met its server</source>
        <translation>Locked until the tablet has met its server</translation>
    </message>
    <message>
        <source>This tablet has been away from its server for longer than it may be. Residents&apos; records are not shown meanwhile, so that a lost tablet gives nothing away.</source>
        <translation>This tablet has been away from its server for longer than it may be. Residents&apos; records are not shown meanwhile, so that a lost tablet gives nothing away.</translation>
    </message>
    <message>
        <source>Nothing is lost: %1 changes are kept here and will be delivered.</source>
        <translation>Nothing is lost: %1 changes are kept here and will be delivered.</translation>
    </message>
    <message>
        <source>Nothing is lost: everything was delivered.</source>
        <translation>Nothing is lost: everything was delivered.</translation>
    </message>
    <message>
        <source>Connect the tablet to the network; it finds the server by itself.</source>
        <translation>Connect the tablet to the network; it finds the server by itself.</translation>
    </message>
    <message>
        <source>Meeting the server; the archive opens in a moment.</source>
        <translation>Meeting the server; the archive opens in a moment.</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Lock</translation>
    </message>
</context>
<context>
    <name>LikelyRow</name>
    <message>
        <source>Looks like %1</source>
        <translation>Looks like %1</translation>
    </message>
    <message>
        <source>Looks like %1: %2</source>
        <translation>Looks like %1: %2</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Look at it</translation>
    </message>
    <message>
        <source>It is the same</source>
        <translation>It is the same</translation>
    </message>
    <message>
        <source>Another one, go on</source>
        <translation>Another one, go on</translation>
    </message>
</context>
<context>
    <name>Looks</name>
    <message>
        <source>Dark</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>High contrast</translation>
    </message>
    <message>
        <source>Large type</source>
        <translation>Large type</translation>
    </message>
    <message>
        <source>Left-handed</source>
        <translation>Left-handed</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Doorstep · %1</source>
        <translation>Doorstep · %1</translation>
    </message>
    <message>
        <source>Doorstep</source>
        <translation>Doorstep</translation>
    </message>
</context>
<context>
    <name>ManyAtOnce</name>
    <message numerus="yes">
        <source>The same for %n more like it</source>
        <translation>
            <numerusform>The same for %n more like it</numerusform>
            <numerusform>The same for %n more like it</numerusform>
        </translation>
    </message>
    <message>
        <source>Make it a rule: %1</source>
        <translation>Make it a rule: %1</translation>
    </message>
    <message>
        <source>Rules that decide such questions need a newer template: the administrator sets it with doorstep-server template set --shipped.</source>
        <translation>Rules that decide such questions need a newer template: the administrator sets it with doorstep-server template set --shipped.</translation>
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
        <source>%1 changed this to &quot;%2&quot;</source>
        <translation>%1 changed this to &quot;%2&quot;</translation>
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
    <name>Outbox</name>
    <message>
        <source>Open the record</source>
        <translation>Open the record</translation>
    </message>
    <message>
        <source>This tablet</source>
        <translation>This tablet</translation>
    </message>
    <message>
        <source>Who works here</source>
        <translation>Who works here</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Records on this tablet</source>
        <translation>Records on this tablet</translation>
    </message>
    <message>
        <source>Last contact</source>
        <translation>Last contact</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>none yet</translation>
    </message>
    <message>
        <source>How it looks</source>
        <translation>How it looks</translation>
    </message>
    <message>
        <source>Still on this tablet</source>
        <translation>Still on this tablet</translation>
    </message>
    <message>
        <source>What became of your changes</source>
        <translation>What became of your changes</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Decide</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Answer</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>Lens</source>
        <translation>Lens</translation>
    </message>
    <message>
        <source>Building %1</source>
        <translation>Building %1</translation>
    </message>
    <message numerus="yes">
        <source>%n home(s)</source>
        <translation>
            <numerusform>%n home</numerusform>
            <numerusform>%n homes</numerusform>
        </translation>
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
    <name>Past</name>
    <message>
        <source>“%1” stands again · saved on this tablet</source>
        <translation>“%1” stands again · saved on this tablet</translation>
    </message>
    <message>
        <source>“%1” waits for approval · saved on this tablet</source>
        <translation>“%1” waits for approval · saved on this tablet</translation>
    </message>
    <message>
        <source>What this tablet knows does not reach that day</source>
        <translation>What this tablet knows does not reach that day</translation>
    </message>
    <message>
        <source>People are asked about this: it becomes what they decide.</source>
        <translation>People are asked about this: it becomes what they decide.</translation>
    </message>
    <message>
        <source>Back to the form</source>
        <translation>Back to the form</translation>
    </message>
    <message>
        <source>As it was known at the end of this day</source>
        <translation>As it was known at the end of this day</translation>
    </message>
    <message>
        <source>Older ones, from the office</source>
        <translation>Older ones, from the office</translation>
    </message>
    <message>
        <source>The office could not be asked for all of it: what this tablet knows is shown.</source>
        <translation>The office could not be asked for all of it: what this tablet knows is shown.</translation>
    </message>
    <message>
        <source>Its past cannot be shown</source>
        <translation>Its past cannot be shown</translation>
    </message>
    <message>
        <source>It was not in the archive that day</source>
        <translation>It was not in the archive that day</translation>
    </message>
    <message>
        <source>It never had a value</source>
        <translation>It never had a value</translation>
    </message>
    <message>
        <source>Earlier states</source>
        <translation>Earlier states</translation>
    </message>
</context>
<context>
    <name>PastValue</name>
    <message>
        <source>Now</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>On this tablet</source>
        <translation>On this tablet</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>Put back</translation>
    </message>
</context>
<context>
    <name>PeoplePick</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PersonForm</name>
    <message>
        <source>Back to the list</source>
        <translation>Back to the list</translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation>Somebody new</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Login</translation>
    </message>
    <message>
        <source>A word without blanks, by which the server knows this person for ever: wangfang</source>
        <translation>A word without blanks, by which the server knows this person for ever: wangfang</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>As colleagues read it under what this person wrote</source>
        <translation>As colleagues read it under what this person wrote</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>Communities</source>
        <translation>Communities</translation>
    </message>
    <message>
        <source>Their codes, with commas between them. Empty: all of them.</source>
        <translation>Their codes, with commas between them. Empty: all of them.</translation>
    </message>
    <message>
        <source>Buildings</source>
        <translation>Buildings</translation>
    </message>
    <message>
        <source>For instance 3,5. Empty: all of them. What is in others is not on this person&apos;s tablets.</source>
        <translation>For instance 3,5. Empty: all of them. What is in others is not on this person&apos;s tablets.</translation>
    </message>
    <message>
        <source>A tablet that is offline keeps what it shows until its next contact. Unsent work is never lost: what it may not write any more goes into quarantine.</source>
        <translation>A tablet that is offline keeps what it shows until its next contact. Unsent work is never lost: what it may not write any more goes into quarantine.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>Give</source>
        <translation>Give</translation>
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
    <name>Picker</name>
    <message>
        <source>Back to the form</source>
        <translation>Back to the form</translation>
    </message>
    <message>
        <source>None in this home</source>
        <translation>None in this home</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nothing found</translation>
    </message>
    <message>
        <source>Type a name, pinyin or number to search all of them.</source>
        <translation>Type a name, pinyin or number to search all of them.</translation>
    </message>
    <message>
        <source>Try fewer letters.</source>
        <translation>Try fewer letters.</translation>
    </message>
</context>
<context>
    <name>PlanSheet</name>
    <message numerus="yes">
        <source>%n would be decided. Nothing is written yet.</source>
        <translation>
            <numerusform>%n would be decided. Nothing is written yet.</numerusform>
            <numerusform>%n would be decided. Nothing is written yet.</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing that it would decide now.</source>
        <translation>There is nothing that it would decide now.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more fit and are left alone: they are not yours to decide, or too many at once.</source>
        <translation>
            <numerusform>%n more fits and is left alone: it is not yours to decide, or too many at once.</numerusform>
            <numerusform>%n more fit and are left alone: they are not yours to decide, or too many at once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Decide %n</source>
        <translation>
            <numerusform>Decide %n</numerusform>
            <numerusform>Decide %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Not now</translation>
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
    <name>QuarantineEdit</name>
    <message>
        <source>Taken</source>
        <translation>Taken</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>Open the record</source>
        <translation>Open the record</translation>
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
    <name>Receipt</name>
    <message>
        <source>%1 still on this tablet</source>
        <translation>%1 still on this tablet</translation>
    </message>
    <message>
        <source>Nothing left behind</source>
        <translation>Nothing left behind</translation>
    </message>
    <message>
        <source>Everything was handed over; the check is still to come</source>
        <translation>Everything was handed over; the check is still to come</translation>
    </message>
    <message>
        <source>Visited today: %1 · at the office: %2 · missing: %3</source>
        <translation>Visited today: %1 · at the office: %2 · missing: %3</translation>
    </message>
    <message>
        <source>Saved on this tablet&apos;s disk, sealed; it goes to the office by itself as soon as there is a line.</source>
        <translation>Saved on this tablet&apos;s disk, sealed; it goes to the office by itself as soon as there is a line.</translation>
    </message>
    <message>
        <source>The office&apos;s digest of everything equals this tablet&apos;s: not a guess of this tablet, but compared with the server at %1.</source>
        <translation>The office&apos;s digest of everything equals this tablet&apos;s: not a guess of this tablet, but compared with the server at %1.</translation>
    </message>
    <message>
        <source>The office has answered for every change. Its digest is compared at the next contact.</source>
        <translation>The office has answered for every change. Its digest is compared at the next contact.</translation>
    </message>
    <message>
        <source>%1 sent · merged with others&apos; changes: %2 · contradicted by others: %3 · not used: %4</source>
        <translation>%1 sent · merged with others&apos; changes: %2 · contradicted by others: %3 · not used: %4</translation>
    </message>
    <message>
        <source>Today: %1</source>
        <translation>Today: %1</translation>
    </message>
    <message>
        <source>Last conversation (%1): %2</source>
        <translation>Last conversation (%1): %2</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) on this tablet were not what the office has, and were put right today.</source>
        <translation>
            <numerusform>%n record on this tablet was not what the office has, and was put right today.</numerusform>
            <numerusform>%n records on this tablet were not what the office has, and were put right today.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Recent</name>
    <message>
        <source>Opened last</source>
        <translation>Opened last</translation>
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
    <name>Requests</name>
    <message>
        <source>No requests</source>
        <translation>No requests</translation>
    </message>
    <message>
        <source>What residents ask for at the door or by phone stands here.</source>
        <translation>What residents ask for at the door or by phone stands here.</translation>
    </message>
    <message>
        <source>Take a request</source>
        <translation>Take a request</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requests</translation>
    </message>
    <message>
        <source>Complaints and praise</source>
        <translation>Complaints and praise</translation>
    </message>
    <message>
        <source>No complaints and no praise</source>
        <translation>No complaints and no praise</translation>
    </message>
    <message>
        <source>Take a complaint</source>
        <translation>Take a complaint</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Nothing found</source>
        <translation>Nothing found</translation>
    </message>
    <message>
        <source>Try fewer letters, pinyin initials, a room like 3-2-1502, or the last four digits of a phone.</source>
        <translation>Try fewer letters, pinyin initials, a room like 3-2-1502, or the last four digits of a phone.</translation>
    </message>
</context>
<context>
    <name>RuleRow</name>
    <message>
        <source>Rule: %1</source>
        <translation>Rule: %1</translation>
    </message>
    <message>
        <source>written by %1</source>
        <translation>written by %1</translation>
    </message>
    <message numerus="yes">
        <source>Show %n that it would decide</source>
        <translation>
            <numerusform>Show %n that it would decide</numerusform>
            <numerusform>Show %n that it would decide</numerusform>
        </translation>
    </message>
    <message>
        <source>Take back all it decided</source>
        <translation>Take back all it decided</translation>
    </message>
    <message>
        <source>End the rule</source>
        <translation>End the rule</translation>
    </message>
</context>
<context>
    <name>SamePerson</name>
    <message>
        <source>Somebody else</source>
        <translation>Somebody else</translation>
    </message>
    <message>
        <source>Are they one person?</source>
        <translation>Are they one person?</translation>
    </message>
    <message>
        <source>What belongs to the other one comes along: contacts, documents, homes. It can be taken back.</source>
        <translation>What belongs to the other one comes along: contacts, documents, homes. It can be taken back.</translation>
    </message>
    <message>
        <source>Make them one</source>
        <translation>Make them one</translation>
    </message>
    <message>
        <source>Leave them</source>
        <translation>Leave them</translation>
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
    <name>SectionList</name>
    <message>
        <source>%1, %2 of %3 filled</source>
        <translation>%1, %2 of %3 filled</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>What is typed now is not on the disk yet and is tried again: do not lock the tablet before. What was saved is kept.</source>
        <translation>What is typed now is not on the disk yet and is tried again: do not lock the tablet before. What was saved is kept.</translation>
    </message>
    <message>
        <source>You can still read; nothing leaves this tablet until the office allows it again.</source>
        <translation>You can still read; nothing leaves this tablet until the office allows it again.</translation>
    </message>
    <message>
        <source>Receiving the archive; you can already work with what is here</source>
        <translation>Receiving the archive; you can already work with what is here</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requests</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Conflicts</translation>
    </message>
    <message>
        <source>To deliver</source>
        <translation>To deliver</translation>
    </message>
    <message>
        <source>The visit at %1 has been open since %2</source>
        <translation>The visit at %1 has been open since %2</translation>
    </message>
    <message>
        <source>Go on with the visit</source>
        <translation>Go on with the visit</translation>
    </message>
    <message>
        <source>Meet the server within %1</source>
        <translation>Meet the server within %1</translation>
    </message>
    <message>
        <source>The tablet&apos;s clock was set back</source>
        <translation>The tablet&apos;s clock was set back</translation>
    </message>
    <message>
        <source>Without a network for longer the archive is locked until then. What you save is kept.</source>
        <translation>Without a network for longer the archive is locked until then. What you save is kept.</translation>
    </message>
    <message>
        <source>You can read, and change nothing, until the tablet has met the server. What you saved is kept.</source>
        <translation>You can read, and change nothing, until the tablet has met the server. What you saved is kept.</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>Office</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Doorstep</source>
        <translation>Doorstep</translation>
    </message>
    <message>
        <source>Enrol this tablet</source>
        <translation>Enrol this tablet</translation>
    </message>
    <message>
        <source>Hello, %1</source>
        <translation>Hello, %1</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Who</translation>
    </message>
    <message>
        <source>The next try is possible in</source>
        <translation>The next try is possible in</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Back to unlocking</source>
        <translation>Back to unlocking</translation>
    </message>
    <message>
        <source>Another person works with this tablet</source>
        <translation>Another person works with this tablet</translation>
    </message>
    <message>
        <source>Leave this tablet</source>
        <translation>Leave this tablet</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Unlock</translation>
    </message>
    <message>
        <source>This person&apos;s archive goes from this tablet for good. The server has everything that was sent; the office can invite them again.</source>
        <translation>This person&apos;s archive goes from this tablet for good. The server has everything that was sent; the office can invite them again.</translation>
    </message>
    <message>
        <source>Seal what was not sent into a file for the office</source>
        <translation>Seal what was not sent into a file for the office</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Stay</translation>
    </message>
    <message>
        <source>Leave this tablet for good</source>
        <translation>Leave this tablet for good</translation>
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
    <name>SignatureValue</name>
    <message>
        <source>Signed</source>
        <translation>Signed</translation>
    </message>
</context>
<context>
    <name>Story</name>
    <message>
        <source>What happened here</source>
        <translation>What happened here</translation>
    </message>
    <message>
        <source>%1 earlier</source>
        <translation>%1 earlier</translation>
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
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Opens what has not been delivered</source>
        <translation>Opens what has not been delivered</translation>
    </message>
</context>
<context>
    <name>TabletPage</name>
    <message>
        <source>Whose</source>
        <translation>Whose</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>Called</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>To send</source>
        <translation>To send</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Program</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Storage</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Device</translation>
    </message>
    <message>
        <source>End this tablet&apos;s access</source>
        <translation>End this tablet&apos;s access</translation>
    </message>
    <message>
        <source>What happens then</source>
        <translation>What happens then</translation>
    </message>
    <message>
        <source>At once it is sent nothing more. At its next contact it hands over everything that it had not sent, into quarantine, and destroys its keys: then nothing on it can be read.</source>
        <translation>At once it is sent nothing more. At its next contact it hands over everything that it had not sent, into quarantine, and destroys its keys: then nothing on it can be read.</translation>
    </message>
    <message>
        <source>Until it calls, whoever knows its passphrase can read what it holds. It cannot be taken back; the person gets a new tablet by a new invitation.</source>
        <translation>Until it calls, whoever knows its passphrase can read what it holds. It cannot be taken back; the person gets a new tablet by a new invitation.</translation>
    </message>
    <message>
        <source>End access</source>
        <translation>End access</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Not now</translation>
    </message>
</context>
<context>
    <name>TextEditor</name>
    <message>
        <source>%1 too many</source>
        <translation>%1 too many</translation>
    </message>
</context>
<context>
    <name>ThenRow</name>
    <message>
        <source>now %1</source>
        <translation>now %1</translation>
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
    <name>TopBar</name>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Lock</translation>
    </message>
</context>
<context>
    <name>VisitList</name>
    <message>
        <source>Today</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Building %1</source>
        <translation>Building %1</translation>
    </message>
    <message>
        <source>No visits are planned for today</source>
        <translation>No visits are planned for today</translation>
    </message>
    <message>
        <source>The archive is empty so far</source>
        <translation>The archive is empty so far</translation>
    </message>
    <message>
        <source>Choose a home in the building, or search for it.</source>
        <translation>Choose a home in the building, or search for it.</translation>
    </message>
    <message>
        <source>What the office has entered comes as soon as there is a line.</source>
        <translation>What the office has entered comes as soon as there is a line.</translation>
    </message>
    <message>
        <source>Colleagues&apos; as well: %1</source>
        <translation>Colleagues&apos; as well: %1</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>Rooms</translation>
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
<context>
    <name>VisitScreen</name>
    <message>
        <source>Visit %1</source>
        <translation>Visit %1</translation>
    </message>
    <message>
        <source>What you found</source>
        <translation>What you found</translation>
    </message>
    <message>
        <source>What was seen and heard, in a sentence or two.</source>
        <translation>What was seen and heard, in a sentence or two.</translation>
    </message>
    <message>
        <source>What you promised</source>
        <translation>What you promised</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>Consent</translation>
    </message>
    <message>
        <source>Who agrees</source>
        <translation>Who agrees</translation>
    </message>
    <message>
        <source>Agrees to the use of their information for</source>
        <translation>Agrees to the use of their information for</translation>
    </message>
    <message>
        <source>Without a signature no consent is written down.</source>
        <translation>Without a signature no consent is written down.</translation>
    </message>
    <message>
        <source>Nobody there, or not today?</source>
        <translation>Nobody there, or not today?</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>No answer</translation>
    </message>
    <message>
        <source>Postponed</source>
        <translation>Postponed</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Finish the visit</source>
        <translation>Finish the visit</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>Who agrees? Without a name no consent is written down.</source>
        <translation>Who agrees? Without a name no consent is written down.</translation>
    </message>
    <message numerus="yes">
        <source>Since %1 · %n change(s) so far; they leave together when the visit is finished.</source>
        <translation>
            <numerusform>Since %1 · %n change so far; it leaves when the visit is finished.</numerusform>
            <numerusform>Since %1 · %n changes so far; they leave together when the visit is finished.</numerusform>
        </translation>
    </message>
    <message>
        <source>A line for each: it becomes a request of this home, so that nobody forgets it.</source>
        <translation>A line for each: it becomes a request of this home, so that nobody forgets it.</translation>
    </message>
    <message>
        <source>Nobody is known to live here yet: add the resident first, then they can agree.</source>
        <translation>Nobody is known to live here yet: add the resident first, then they can agree.</translation>
    </message>
    <message>
        <source>What you wrote above is kept as the reason.</source>
        <translation>What you wrote above is kept as the reason.</translation>
    </message>
</context>
<context>
    <name>doorstep::AdminList</name>
    <message>
        <source>This login is taken; choose another.</source>
        <translation>This login is taken; choose another.</translation>
    </message>
    <message>
        <source>There is no community of that code. Leave it empty for all of them.</source>
        <translation>There is no community of that code. Leave it empty for all of them.</translation>
    </message>
    <message>
        <source>Buildings are numbers with commas between them, like 3,5.</source>
        <translation>Buildings are numbers with commas between them, like 3,5.</translation>
    </message>
    <message>
        <source>A login is one word without blanks.</source>
        <translation>A login is one word without blanks.</translation>
    </message>
    <message>
        <source>It waits for other changes of the same tablet and then comes by itself.</source>
        <translation>It waits for other changes of the same tablet and then comes by itself.</translation>
    </message>
    <message>
        <source>Nobody can read it. The server&apos;s administrator has it by the command line.</source>
        <translation>Nobody can read it. The server&apos;s administrator has it by the command line.</translation>
    </message>
</context>
<context>
    <name>doorstep::App</name>
    <message>
        <source>You may try again now.</source>
        <translation>You may try again now.</translation>
    </message>
    <message>
        <source>Locked because nobody touched the tablet for a while. Everything is saved.</source>
        <translation>Locked because nobody touched the tablet for a while. Everything is saved.</translation>
    </message>
    <message>
        <source>the server&apos;s address (wss://…)</source>
        <translation>the server&apos;s address (wss://…)</translation>
    </message>
    <message>
        <source>the server&apos;s fingerprint</source>
        <translation>the server&apos;s fingerprint</translation>
    </message>
    <message>
        <source>the one-time code</source>
        <translation>the one-time code</translation>
    </message>
    <message>
        <source>Still missing: %1</source>
        <translation>Still missing: %1</translation>
    </message>
    <message>
        <source>Enrolling at %1. This takes a few seconds.</source>
        <translation>Enrolling at %1. This takes a few seconds.</translation>
    </message>
    <message>
        <source>Unlocking. This takes about a second, so that guessing takes years.</source>
        <translation>Unlocking. This takes about a second, so that guessing takes years.</translation>
    </message>
    <message>
        <source>There is no QR code in this picture that can be read. Come closer and hold it straight.</source>
        <translation>There is no QR code in this picture that can be read. Come closer and hold it straight.</translation>
    </message>
    <message>
        <source>Looking whether everything has been sent.</source>
        <translation>Looking whether everything has been sent.</translation>
    </message>
    <message>
        <source>Nothing of that person is left on this tablet.</source>
        <translation>Nothing of that person is left on this tablet.</translation>
    </message>
    <message>
        <source>%1 changes are sealed for the office in %2; hand this file over. Nothing else of that person is left on this tablet.</source>
        <translation>%1 changes are sealed for the office in %2; hand this file over. Nothing else of that person is left on this tablet.</translation>
    </message>
</context>
<context>
    <name>doorstep::ChangeList</name>
    <message>
        <source>just now</source>
        <translation>just now</translation>
    </message>
    <message numerus="yes">
        <source>%n s ago</source>
        <translation>
            <numerusform>%n s ago</numerusform>
            <numerusform>%n s ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n min ago</numerusform>
            <numerusform>%n min ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doorstep::Confirming</name>
    <message>
        <source>The visit of another home is still open. Finish it first.</source>
        <translation>The visit of another home is still open. Finish it first.</translation>
    </message>
    <message>
        <source>Not confirmed. %1</source>
        <translation>Not confirmed. %1</translation>
    </message>
</context>
<context>
    <name>doorstep::Conflicts</name>
    <message>
        <source>(empty)</source>
        <translation>(empty)</translation>
    </message>
    <message>
        <source>keep the record</source>
        <translation>keep the record</translation>
    </message>
    <message>
        <source>remove the record</source>
        <translation>remove the record</translation>
    </message>
    <message>
        <source>Removed or kept</source>
        <translation>Removed or kept</translation>
    </message>
    <message>
        <source>home visit</source>
        <translation>home visit</translation>
    </message>
    <message>
        <source>document seen</source>
        <translation>document seen</translation>
    </message>
    <message>
        <source>by phone</source>
        <translation>by phone</translation>
    </message>
    <message>
        <source>tablet %1</source>
        <translation>tablet %1</translation>
    </message>
    <message>
        <source>Decided: %1</source>
        <translation>Decided: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) stayed with the one that went.</source>
        <translation>
            <numerusform>%n value stayed with the one that went.</numerusform>
            <numerusform>%n values stayed with the one that went.</numerusform>
        </translation>
    </message>
    <message>
        <source>One record now: %1</source>
        <translation>One record now: %1</translation>
    </message>
    <message>
        <source>They stay two: %1</source>
        <translation>They stay two: %1</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>Taken back.</translation>
    </message>
    <message>
        <source>The same in both: %1</source>
        <translation>The same in both: %1</translation>
    </message>
    <message>
        <source>%1 is based on version %2 and had not seen %3</source>
        <translation>%1 is based on version %2 and had not seen %3</translation>
    </message>
    <message>
        <source>One record or two</source>
        <translation>One record or two</translation>
    </message>
    <message>
        <source>they are two</source>
        <translation>they are two</translation>
    </message>
    <message>
        <source>they are one</source>
        <translation>they are one</translation>
    </message>
    <message>
        <source>%1 is asked: their tablet says so.</source>
        <translation>%1 is asked: their tablet says so.</translation>
    </message>
    <message>
        <source>%1 was asked by %2</source>
        <translation>%1 was asked by %2</translation>
    </message>
    <message numerus="yes">
        <source>waiting for %n day(s)</source>
        <translation>
            <numerusform>waiting for %n day</numerusform>
            <numerusform>waiting for %n days</numerusform>
        </translation>
    </message>
    <message>
        <source>Reviewed: %1</source>
        <translation>Reviewed: %1</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>Taken back: %1</translation>
    </message>
    <message>
        <source>%1 proposed it; a second person has to approve.</source>
        <translation>%1 proposed it; a second person has to approve.</translation>
    </message>
    <message>
        <source>You proposed it; it waits for a second person.</source>
        <translation>You proposed it; it waits for a second person.</translation>
    </message>
    <message>
        <source>Your role does not approve; somebody else decides.</source>
        <translation>Your role does not approve; somebody else decides.</translation>
    </message>
    <message>
        <source>proposed</source>
        <translation>proposed</translation>
    </message>
    <message>
        <source>%1: the later one</source>
        <translation>%1: the later one</translation>
    </message>
    <message>
        <source>%1: the later “%2”</source>
        <translation>%1: the later “%2”</translation>
    </message>
    <message>
        <source>%1: “%2” before all else</source>
        <translation>%1: “%2” before all else</translation>
    </message>
    <message>
        <source>%1: “%2” before “%3”</source>
        <translation>%1: “%2” before “%3”</translation>
    </message>
    <message>
        <source>decided with others</source>
        <translation>decided with others</translation>
    </message>
    <message>
        <source>by the rule %1</source>
        <translation>by the rule %1</translation>
    </message>
    <message>
        <source>by a rule</source>
        <translation>by a rule</translation>
    </message>
    <message>
        <source>%1: what %2 said, not %3</source>
        <translation>%1: what %2 said, not %3</translation>
    </message>
    <message>
        <source>By the rule %1</source>
        <translation>By the rule %1</translation>
    </message>
    <message numerus="yes">
        <source>%n decided.</source>
        <translation>
            <numerusform>%n decided.</numerusform>
            <numerusform>%n decided.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed meanwhile and left alone.</source>
        <translation>
            <numerusform>%n changed meanwhile and left alone.</numerusform>
            <numerusform>%n changed meanwhile and left alone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n asked about anew.</source>
        <translation>
            <numerusform>%n asked about anew.</numerusform>
            <numerusform>%n asked about anew.</numerusform>
        </translation>
    </message>
    <message>
        <source>The archive&apos;s template does not take the new value any more: keep what stands, or type another.</source>
        <translation>The archive&apos;s template does not take the new value any more: keep what stands, or type another.</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>signed</translation>
    </message>
    <message numerus="yes">
        <source>tablet&apos;s clock off by %n min</source>
        <translation>
            <numerusform>tablet&apos;s clock off by %n min</numerusform>
            <numerusform>tablet&apos;s clock off by %n min</numerusform>
        </translation>
    </message>
    <message>
        <source>not allowed any more</source>
        <translation>not allowed any more</translation>
    </message>
    <message>
        <source>This cannot be asked again: it is being asked already, or has been overtaken.</source>
        <translation>This cannot be asked again: it is being asked already, or has been overtaken.</translation>
    </message>
    <message>
        <source>me</source>
        <translation>me</translation>
    </message>
    <message>
        <source>Asked again: %1</source>
        <translation>Asked again: %1</translation>
    </message>
    <message>
        <source>It stays: %1</source>
        <translation>It stays: %1</translation>
    </message>
    <message>
        <source>Two again: %1</source>
        <translation>Two again: %1</translation>
    </message>
    <message>
        <source>%1 takes care of it</source>
        <translation>%1 takes care of it</translation>
    </message>
    <message>
        <source>Your role does not decide this; say below what you know.</source>
        <translation>Your role does not decide this; say below what you know.</translation>
    </message>
    <message numerus="yes">
        <source>%n remark(s)</source>
        <translation>
            <numerusform>%n remark</numerusform>
            <numerusform>%n remarks</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody is asked any more.</source>
        <translation>Nobody is asked any more.</translation>
    </message>
    <message>
        <source>It is yours now.</source>
        <translation>It is yours now.</translation>
    </message>
    <message>
        <source>Said: everybody who sees this question can read it.</source>
        <translation>Said: everybody who sees this question can read it.</translation>
    </message>
    <message>
        <source>Both stand: %1</source>
        <translation>Both stand: %1</translation>
    </message>
    <message>
        <source>put the record into the archive</source>
        <translation>put the record into the archive</translation>
    </message>
</context>
<context>
    <name>doorstep::FieldHistory</name>
    <message>
        <source>(empty)</source>
        <translation>(empty)</translation>
    </message>
</context>
<context>
    <name>doorstep::Form</name>
    <message>
        <source>The tablet gives it by itself, also without a network.</source>
        <translation>The tablet gives it by itself, also without a network.</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>Somebody else</translation>
    </message>
    <message>
        <source>It never changes once written.</source>
        <translation>It never changes once written.</translation>
    </message>
    <message>
        <source>Expected: %1</source>
        <translation>Expected: %1</translation>
    </message>
    <message>
        <source>does not follow “%1”</source>
        <translation>does not follow “%1”</translation>
    </message>
    <message>
        <source>The office&apos;s server works this out.</source>
        <translation>The office&apos;s server works this out.</translation>
    </message>
    <message>
        <source>Photos come with a later version; what is here stays.</source>
        <translation>Photos come with a later version; what is here stays.</translation>
    </message>
    <message>
        <source>You proposed “%1”; it waits for another person’s approval.</source>
        <translation>You proposed “%1”; it waits for another person’s approval.</translation>
    </message>
    <message>
        <source>%1 proposed “%2”; it waits for approval.</source>
        <translation>%1 proposed “%2”; it waits for approval.</translation>
    </message>
    <message>
        <source>Yours to read, not to change: your role does not write it.</source>
        <translation>Yours to read, not to change: your role does not write it.</translation>
    </message>
    <message>
        <source>Needs a second person’s approval.</source>
        <translation>Needs a second person’s approval.</translation>
    </message>
</context>
<context>
    <name>doorstep::HomeRecords</name>
    <message>
        <source>New: %1</source>
        <translation>New: %1</translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation>Removed: %1</translation>
    </message>
    <message>
        <source>%1 · on this tablet</source>
        <translation>%1 · on this tablet</translation>
    </message>
</context>
<context>
    <name>doorstep::HomeVisit</name>
    <message>
        <source>Noted; this home stays on the list.</source>
        <translation>Noted; this home stays on the list.</translation>
    </message>
    <message>
        <source>Choose what the resident agrees to; the text they sign stands here.</source>
        <translation>Choose what the resident agrees to; the text they sign stands here.</translation>
    </message>
    <message>
        <source>I agree that the property company keeps and uses my household&apos;s information for: %1. I can withdraw this at any time; withdrawing does not affect what was done before.</source>
        <translation>I agree that the property company keeps and uses my household&apos;s information for: %1. I can withdraw this at any time; withdrawing does not affect what was done before.</translation>
    </message>
    <message>
        <source>Visit finished. Saved on this tablet.</source>
        <translation>Visit finished. Saved on this tablet.</translation>
    </message>
    <message>
        <source>The visit of another home is still open. Finish it first.</source>
        <translation>The visit of another home is still open. Finish it first.</translation>
    </message>
</context>
<context>
    <name>doorstep::Joining</name>
    <message>
        <source>One record now: %1</source>
        <translation>One record now: %1</translation>
    </message>
    <message>
        <source>One record now</source>
        <translation>One record now</translation>
    </message>
    <message>
        <source>They are two again.</source>
        <translation>They are two again.</translation>
    </message>
</context>
<context>
    <name>doorstep::LikelySame</name>
    <message>
        <source>same phone</source>
        <translation>same phone</translation>
    </message>
    <message>
        <source>same identity number</source>
        <translation>same identity number</translation>
    </message>
    <message>
        <source>same number or address</source>
        <translation>same number or address</translation>
    </message>
    <message>
        <source>same name in this home</source>
        <translation>same name in this home</translation>
    </message>
</context>
<context>
    <name>doorstep::Notices</name>
    <message>
        <source>this record</source>
        <translation>this record</translation>
    </message>
    <message>
        <source>Your change of “%1” was not used.</source>
        <translation>Your change of “%1” was not used.</translation>
    </message>
    <message>
        <source>“%1” was not removed.</source>
        <translation>“%1” was not removed.</translation>
    </message>
    <message>
        <source>“%1” was not archived.</source>
        <translation>“%1” was not archived.</translation>
    </message>
    <message>
        <source>“%1”: the two were not made one.</source>
        <translation>“%1”: the two were not made one.</translation>
    </message>
    <message>
        <source>It waits behind another change that was refused. Nothing is lost: the office keeps it.</source>
        <translation>It waits behind another change that was refused. Nothing is lost: the office keeps it.</translation>
    </message>
    <message>
        <source>you</source>
        <translation>you</translation>
    </message>
    <message>
        <source>Your change of “%1” stands.</source>
        <translation>Your change of “%1” stands.</translation>
    </message>
    <message>
        <source>Two people changed it; %1 chose “%2” (%3). If that is wrong, change it again in the record.</source>
        <translation>Two people changed it; %1 chose “%2” (%3). If that is wrong, change it again in the record.</translation>
    </message>
    <message>
        <source>%1 decided: %2 (%3).</source>
        <translation>%1 decided: %2 (%3).</translation>
    </message>
    <message>
        <source>%1 asks you about “%2”.</source>
        <translation>%1 asks you about “%2”.</translation>
    </message>
    <message>
        <source>Which is right: %1?</source>
        <translation>Which is right: %1?</translation>
    </message>
    <message>
        <source>Your proposal for “%1” was approved.</source>
        <translation>Your proposal for “%1” was approved.</translation>
    </message>
    <message>
        <source>%1 approved “%2” (%3).</source>
        <translation>%1 approved “%2” (%3).</translation>
    </message>
    <message>
        <source>Your proposal for “%1” was not approved.</source>
        <translation>Your proposal for “%1” was not approved.</translation>
    </message>
    <message>
        <source>%1 chose “%2” (%3). If that is wrong, propose it again in the record.</source>
        <translation>%1 chose “%2” (%3). If that is wrong, propose it again in the record.</translation>
    </message>
    <message>
        <source>%1 (by a rule)</source>
        <translation>%1 (by a rule)</translation>
    </message>
    <message>
        <source>%1 (with others like it)</source>
        <translation>%1 (with others like it)</translation>
    </message>
    <message>
        <source>The archive&apos;s template does not take it any more; %1 chose “%2” (%3).</source>
        <translation>The archive&apos;s template does not take it any more; %1 chose “%2” (%3).</translation>
    </message>
    <message>
        <source>You took “%1” upon you.</source>
        <translation>You took “%1” upon you.</translation>
    </message>
</context>
<context>
    <name>doorstep::Quarantine</name>
    <message>
        <source>It waits behind another change that was refused.</source>
        <translation>It waits behind another change that was refused.</translation>
    </message>
    <message>
        <source>The tablet was revoked before it had sent this.</source>
        <translation>The tablet was revoked before it had sent this.</translation>
    </message>
    <message>
        <source>Not yours to see</source>
        <translation>Not yours to see</translation>
    </message>
    <message>
        <source>new</source>
        <translation>new</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>changed</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>removed</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>archived</translation>
    </message>
    <message>
        <source>brought back</source>
        <translation>brought back</translation>
    </message>
    <message>
        <source>made one with another</source>
        <translation>made one with another</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>decided</translation>
    </message>
    <message>
        <source>emptied</source>
        <translation>emptied</translation>
    </message>
    <message>
        <source>Say why: the reason stays with what is discarded.</source>
        <translation>Say why: the reason stays with what is discarded.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) applied.</source>
        <translation>
            <numerusform>%n change applied.</numerusform>
            <numerusform>%n changes applied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them now wait(s) at the conflict desk.</source>
        <translation>
            <numerusform>%n of them now waits at the conflict desk.</numerusform>
            <numerusform>%n of them now wait at the conflict desk.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) discarded; they stay in the archive with your reason.</source>
        <translation>
            <numerusform>%n change discarded; it stays in the archive with your reason.</numerusform>
            <numerusform>%n changes discarded; they stay in the archive with your reason.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) stayed here: %1</source>
        <translation>
            <numerusform>%n change stayed here: %1</numerusform>
            <numerusform>%n changes stayed here: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doorstep::RecordPast</name>
    <message>
        <source>(empty)</source>
        <translation>(empty)</translation>
    </message>
</context>
<context>
    <name>doorstep::Rooms</name>
    <message>
        <source>Entrance %1</source>
        <translation>Entrance %1</translation>
    </message>
    <message>
        <source>Visited today</source>
        <translation>Visited today</translation>
    </message>
    <message>
        <source>Visit started</source>
        <translation>Visit started</translation>
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
        <source>Nothing due</source>
        <translation>Nothing due</translation>
    </message>
    <message>
        <source>Due today</source>
        <translation>Due today</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) overdue</source>
        <translation>
            <numerusform>%n day overdue</numerusform>
            <numerusform>%n days overdue</numerusform>
        </translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Complete</translation>
    </message>
    <message>
        <source>%1 complete</source>
        <translation>%1 complete</translation>
    </message>
    <message>
        <source>No conflicts</source>
        <translation>No conflicts</translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n conflict</numerusform>
            <numerusform>%n conflicts</numerusform>
        </translation>
    </message>
    <message>
        <source>No open requests</source>
        <translation>No open requests</translation>
    </message>
    <message numerus="yes">
        <source>%n open request(s)</source>
        <translation>
            <numerusform>%n open request</numerusform>
            <numerusform>%n open requests</numerusform>
        </translation>
    </message>
    <message>
        <source>Some missing</source>
        <translation>Some missing</translation>
    </message>
    <message>
        <source>Much missing</source>
        <translation>Much missing</translation>
    </message>
    <message>
        <source>Two people differ</source>
        <translation>Two people differ</translation>
    </message>
    <message>
        <source>Use not known</source>
        <translation>Use not known</translation>
    </message>
    <message>
        <source>Open requests</source>
        <translation>Open requests</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>Visits due</source>
        <translation>Visits due</translation>
    </message>
    <message>
        <source>Completeness</source>
        <translation>Completeness</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Conflicts</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Use</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requests</translation>
    </message>
    <message>
        <source>Nothing is asked for here</source>
        <translation>Nothing is asked for here</translation>
    </message>
</context>
<context>
    <name>doorstep::Staff</name>
    <message>
        <source>Sees nothing of residents.</source>
        <translation>Sees nothing of residents.</translation>
    </message>
    <message>
        <source>Sees everything.</source>
        <translation>Sees everything.</translation>
    </message>
    <message>
        <source>Sees whole: %1.</source>
        <translation>Sees whole: %1.</translation>
    </message>
    <message>
        <source>Sees in part: %1.</source>
        <translation>Sees in part: %1.</translation>
    </message>
    <message>
        <source>history</source>
        <translation>history</translation>
    </message>
    <message>
        <source>export</source>
        <translation>export</translation>
    </message>
    <message>
        <source>approvals</source>
        <translation>approvals</translation>
    </message>
    <message>
        <source>people</source>
        <translation>people</translation>
    </message>
    <message>
        <source>tablets</source>
        <translation>tablets</translation>
    </message>
    <message>
        <source>quarantine</source>
        <translation>quarantine</translation>
    </message>
    <message>
        <source>Has besides: %1.</source>
        <translation>Has besides: %1.</translation>
    </message>
    <message>
        <source>communities %1</source>
        <translation>communities %1</translation>
    </message>
    <message>
        <source>buildings %1</source>
        <translation>buildings %1</translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation>everywhere</translation>
    </message>
    <message>
        <source>A login, a name and a role are needed.</source>
        <translation>A login, a name and a role are needed.</translation>
    </message>
    <message>
        <source>%1 is added. Now invite a tablet for them, under “Tablets”.</source>
        <translation>%1 is added. Now invite a tablet for them, under “Tablets”.</translation>
    </message>
    <message>
        <source>Given. A tablet that is connected has it now, others at their next contact.</source>
        <translation>Given. A tablet that is connected has it now, others at their next contact.</translation>
    </message>
</context>
<context>
    <name>doorstep::TabletList</name>
    <message>
        <source>version %1</source>
        <translation>version %1</translation>
    </message>
    <message>
        <source>last contact %1</source>
        <translation>last contact %1</translation>
    </message>
    <message>
        <source>enrolled %1, has not called yet</source>
        <translation>enrolled %1, has not called yet</translation>
    </message>
    <message>
        <source>takes %1</source>
        <translation>takes %1</translation>
    </message>
    <message>
        <source>Handed over and destroyed</source>
        <translation>Handed over and destroyed</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) handed over %1</source>
        <translation>
            <numerusform>%n change handed over %1</numerusform>
            <numerusform>%n changes handed over %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Revoked</translation>
    </message>
    <message>
        <source>revoked %1; it hands over what it has at its next contact</source>
        <translation>revoked %1; it hands over what it has at its next contact</translation>
    </message>
    <message>
        <source>Has more to send</source>
        <translation>Has more to send</translation>
    </message>
    <message>
        <source>All handed over</source>
        <translation>All handed over</translation>
    </message>
    <message>
        <source>New</source>
        <translation>New</translation>
    </message>
    <message numerus="yes">
        <source>%n bundle(s) to send</source>
        <translation>
            <numerusform>%n bundle to send</numerusform>
            <numerusform>%n bundles to send</numerusform>
        </translation>
    </message>
    <message>
        <source>Revoked. At its next contact it hands over what it had not sent, and destroys its keys.</source>
        <translation>Revoked. At its next contact it hands over what it had not sent, and destroys its keys.</translation>
    </message>
</context>
<context>
    <name>doorstep::Titles</name>
    <message>
        <source>not on this tablet</source>
        <translation>not on this tablet</translation>
    </message>
</context>
<context>
    <name>doorstep::Undelivered</name>
    <message>
        <source>Of no home</source>
        <translation>Of no home</translation>
    </message>
    <message>
        <source>A home</source>
        <translation>A home</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n</source>
        <translation>
            <numerusform>%1: %n value</numerusform>
            <numerusform>%1: %n values</numerusform>
        </translation>
    </message>
    <message>
        <source>The visit is not finished</source>
        <translation>The visit is not finished</translation>
    </message>
    <message>
        <source>Being handed over</source>
        <translation>Being handed over</translation>
    </message>
    <message>
        <source>Waiting for the answer</source>
        <translation>Waiting for the answer</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Held</translation>
    </message>
    <message>
        <source>Waiting for network</source>
        <translation>Waiting for network</translation>
    </message>
    <message>
        <source>next try %1</source>
        <translation>next try %1</translation>
    </message>
</context>
<context>
    <name>doorstep::Visits</name>
    <message>
        <source>Entrance %1 · %2</source>
        <translation>%1-%2</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) late</source>
        <translation>
            <numerusform>%n day late</numerusform>
            <numerusform>%n days late</numerusform>
        </translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Today</translation>
    </message>
</context>
<context>
    <name>doorstep::Words</name>
    <message>
        <source>Yes</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>No</source>
        <translation>No</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>(no name)</translation>
    </message>
    <message>
        <source>The passphrase is wrong. Try again; after several wrong ones there is a wait.</source>
        <translation>The passphrase is wrong. Try again; after several wrong ones there is a wait.</translation>
    </message>
    <message>
        <source>This tablet is not enrolled yet. Ask the office for an invitation.</source>
        <translation>This tablet is not enrolled yet. Ask the office for an invitation.</translation>
    </message>
    <message>
        <source>This passphrase is too easy to guess. Take three or four words that belong together only for you.</source>
        <translation>This passphrase is too easy to guess. Take three or four words that belong together only for you.</translation>
    </message>
    <message>
        <source>The office has ended this tablet&apos;s access. Everything saved here is kept. Call your administrator.</source>
        <translation>The office has ended this tablet&apos;s access. Everything saved here is kept. Call your administrator.</translation>
    </message>
    <message>
        <source>The server cannot be reached. Check the network and try again.</source>
        <translation>The server cannot be reached. Check the network and try again.</translation>
    </message>
    <message>
        <source>yesterday %1</source>
        <translation>yesterday %1</translation>
    </message>
    <message>
        <source>home visit</source>
        <translation>home visit</translation>
    </message>
    <message>
        <source>said in the visit of %1</source>
        <translation>said in the visit of %1</translation>
    </message>
    <message>
        <source>said in the visit of %1, home %2</source>
        <translation>said in the visit of %1, home %2</translation>
    </message>
    <message>
        <source>said in a visit to home %1</source>
        <translation>said in a visit to home %1</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>imported</translation>
    </message>
    <message>
        <source>by phone</source>
        <translation>by phone</translation>
    </message>
    <message>
        <source>document seen</source>
        <translation>document seen</translation>
    </message>
    <message>
        <source>by a rule</source>
        <translation>by a rule</translation>
    </message>
    <message>
        <source>decided with others</source>
        <translation>decided with others</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(empty)</translation>
    </message>
</context>
</TS>
