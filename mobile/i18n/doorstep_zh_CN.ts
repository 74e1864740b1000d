<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Acknowledgement</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Admin</name>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Tablets</source>
        <translation>平板</translation>
    </message>
    <message>
        <source>Quarantine</source>
        <translation>隔离区</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>管理</translation>
    </message>
</context>
<context>
    <name>AdminLine</name>
    <message>
        <source>Only with a line to the office</source>
        <translation>要连上办公室才能看</translation>
    </message>
    <message>
        <source>People, tablets and quarantine are the server&apos;s; nothing of them is kept on this tablet.</source>
        <translation>人员、平板和隔离区都在服务器上，本机不保存这些内容。</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再问一次</translation>
    </message>
    <message>
        <source>The first %1 are shown</source>
        <translation>只显示前 %1 条</translation>
    </message>
</context>
<context>
    <name>AdminPeople</name>
    <message>
        <source>Add a person</source>
        <translation>添加人员</translation>
    </message>
    <message>
        <source>Nobody is seen where you look</source>
        <translation>您的范围内没有人员</translation>
    </message>
    <message>
        <source>You see people who are given no more communities and buildings than you have. Whoever has more is looked after by somebody who has more.</source>
        <translation>您能看到小区和楼栋范围不超过您的人员；范围更大的人由范围更大的管理员管理。</translation>
    </message>
</context>
<context>
    <name>AdminQuarantine</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n 项修改</numerusform>
        </translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>返回列表</translation>
    </message>
    <message>
        <source>The first %1 are shown</source>
        <translation>只显示前 %1 条</translation>
    </message>
    <message>
        <source>Why is it discarded?</source>
        <translation>为什么作废？</translation>
    </message>
    <message>
        <source>Stays in the archive with what is discarded; the edits themselves are never erased.</source>
        <translation>原因与作废的内容一起留在档案里；修改本身不会被删除。</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>已选 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose what is to be decided</source>
        <translation>请选择要处理的修改</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>采纳</translation>
    </message>
    <message>
        <source>They count as if made now, in the office&apos;s name</source>
        <translation>以办公室名义，按现在的修改并入档案</translation>
    </message>
    <message numerus="yes">
        <source>Discard %n</source>
        <translation>
            <numerusform>作废 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Discard …</source>
        <translation>作废…</translation>
    </message>
    <message>
        <source>None</source>
        <translation>全不选</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>全选 %1 项</translation>
    </message>
    <message>
        <source>Choose whose changes you look at</source>
        <translation>请选择要看谁的修改</translation>
    </message>
    <message>
        <source>What a role did not allow, what a revoked tablet handed over, and what could not be applied.</source>
        <translation>岗位不允许的修改、停用的平板交出的修改、无法并入的修改，都在这里。</translation>
    </message>
    <message>
        <source>All of it is decided</source>
        <translation>已全部处理</translation>
    </message>
    <message>
        <source>What was applied is in the archive; what was discarded is kept there with its reason.</source>
        <translation>采纳的已并入档案；作废的连同原因一起保留。</translation>
    </message>
    <message>
        <source>Nothing is in quarantine</source>
        <translation>隔离区是空的</translation>
    </message>
    <message>
        <source>What somebody saved and the archive may not take waits here for a person: nothing is ever dropped.</source>
        <translation>有人保存了、而档案不能直接收下的修改，会在这里等人处理，绝不丢弃。</translation>
    </message>
</context>
<context>
    <name>AdminTablets</name>
    <message>
        <source>Invite a tablet</source>
        <translation>邀请平板</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>返回列表</translation>
    </message>
    <message>
        <source>No tablet is enrolled yet</source>
        <translation>还没有登记平板</translation>
    </message>
    <message>
        <source>Choose a tablet</source>
        <translation>请选择一台平板</translation>
    </message>
    <message>
        <source>Invite one: it reads a picture off this screen, and is there.</source>
        <translation>邀请一台：它扫一下这个屏幕上的二维码就登记好了。</translation>
    </message>
    <message>
        <source>When it called last, what it has still to send, and how its access is ended.</source>
        <translation>可以看到它上次联系的时间、还有多少没交，也可以停用它。</translation>
    </message>
</context>
<context>
    <name>Building</name>
    <message>
        <source>Building %1 · %2 due</source>
        <translation>%1栋 · 待访 %2</translation>
    </message>
    <message>
        <source>Building %1</source>
        <translation>%1栋</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>视角</translation>
    </message>
    <message>
        <source>No building is here yet</source>
        <translation>还没有楼栋</translation>
    </message>
    <message>
        <source>The office imports its list of homes once; then the buildings stand here.</source>
        <translation>办公室导入房屋清单后，楼栋就会出现在这里。</translation>
    </message>
</context>
<context>
    <name>CandidateColumn</name>
    <message>
        <source>Before</source>
        <translation>原值</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>Shown until decided</source>
        <translation>裁定前显示</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>Just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>Nothing has changed yet</source>
        <translation>还没有变动</translation>
    </message>
    <message>
        <source>Changes from every tablet appear here within a second.</source>
        <translation>各台平板的修改会在一秒内出现在这里。</translation>
    </message>
</context>
<context>
    <name>ChoicesEditor</name>
    <message>
        <source>%1: in your own words</source>
        <translation>%1：自己写</translation>
    </message>
    <message>
        <source>In your own words</source>
        <translation>自己写</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
</context>
<context>
    <name>CodeField</name>
    <message>
        <source>One-time code</source>
        <translation>一次性登记码</translation>
    </message>
</context>
<context>
    <name>ConfirmBar</name>
    <message>
        <source>%1 values confirmed unchanged · %2</source>
        <translation>已核对 %1 项，全部未变 · %2</translation>
    </message>
    <message>
        <source>All unchanged</source>
        <translation>全部未变</translation>
    </message>
    <message>
        <source>Next home</source>
        <translation>下一户</translation>
    </message>
    <message>
        <source>Next home: %1</source>
        <translation>下一户：%1</translation>
    </message>
</context>
<context>
    <name>ConflictCard</name>
    <message>
        <source>Two people changed this; choose</source>
        <translation>两人改了同一项，请选择</translation>
    </message>
    <message>
        <source>Take %1</source>
        <translation>用 %1</translation>
    </message>
    <message>
        <source>Type another</source>
        <translation>手填</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>都保留</translation>
    </message>
    <message>
        <source>Ask %1</source>
        <translation>问%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一条</translation>
    </message>
    <message>
        <source>One record or two; choose</source>
        <translation>是一份还是两份，请选择</translation>
    </message>
    <message>
        <source>One record: keep %1</source>
        <translation>是一份，留 %1</translation>
    </message>
    <message>
        <source>Two after all</source>
        <translation>确是两份</translation>
    </message>
    <message>
        <source>Proposed; a second person approves or refuses</source>
        <translation>待审核：由另一人同意或不同意</translation>
    </message>
    <message>
        <source>Approve %1</source>
        <translation>同意 %1</translation>
    </message>
    <message>
        <source>Refuse: keep %1</source>
        <translation>不同意：保留 %1</translation>
    </message>
    <message>
        <source>Take mine back</source>
        <translation>撤回我的修改</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>恢复档案</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>重新询问</translation>
    </message>
</context>
<context>
    <name>ConflictDesk</name>
    <message>
        <source>%1 to decide</source>
        <translation>%1 项待决定</translation>
    </message>
    <message>
        <source>Open the record</source>
        <translation>打开档案</translation>
    </message>
    <message>
        <source>Nothing to decide</source>
        <translation>没有待决定的冲突</translation>
    </message>
    <message>
        <source>%1 decided just now; both authors are told.</source>
        <translation>刚决定了 %1 项；双方都会收到结果。</translation>
    </message>
    <message>
        <source>Where two people change the same thing, both values wait here for a choice.</source>
        <translation>两人改了同一项时，两个值都留在这里，等人选择。</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>返回列表</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>已裁决</translation>
    </message>
</context>
<context>
    <name>ConflictTalk</name>
    <message>
        <source>Give it to…</source>
        <translation>交给…</translation>
    </message>
    <message>
        <source>Give it to somebody else…</source>
        <translation>改交他人…</translation>
    </message>
    <message>
        <source>No longer %1&apos;s</source>
        <translation>不再由%1处理</translation>
    </message>
    <message>
        <source>What people say</source>
        <translation>讨论</translation>
    </message>
</context>
<context>
    <name>DateEditor</name>
    <message>
        <source>Year-month-day</source>
        <translation>年-月-日</translation>
    </message>
    <message>
        <source>Close the calendar</source>
        <translation>收起日历</translation>
    </message>
    <message>
        <source>Open the calendar</source>
        <translation>打开日历</translation>
    </message>
</context>
<context>
    <name>DecidedDesk</name>
    <message>
        <source>Back to what is to decide</source>
        <translation>返回待裁决</translation>
    </message>
    <message>
        <source>Name, home, who decided</source>
        <translation>姓名、房号、裁决人</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>已裁决</translation>
    </message>
    <message>
        <source>Older decisions</source>
        <translation>更早的裁决</translation>
    </message>
    <message>
        <source>Open the record</source>
        <translation>打开档案</translation>
    </message>
    <message>
        <source>Nothing was decided yet</source>
        <translation>还没有裁决</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>What is decided on the desk stands here afterwards, and can be taken back.</source>
        <translation>冲突台裁决后会列在这里，可以撤回。</translation>
    </message>
    <message>
        <source>Try fewer letters.</source>
        <translation>少输几个字试试。</translation>
    </message>
</context>
<context>
    <name>Discussion</name>
    <message>
        <source>Your answer</source>
        <translation>您的答复</translation>
    </message>
    <message>
        <source>Say something about it</source>
        <translation>就此说一句</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>Say it</source>
        <translation>发表</translation>
    </message>
</context>
<context>
    <name>EntriesEditor</name>
    <message>
        <source>%1 earlier</source>
        <translation>更早的 %1 条</translation>
    </message>
    <message>
        <source>On this tablet</source>
        <translation>在本机</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
</context>
<context>
    <name>FieldFrame</name>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>已核对</translation>
    </message>
    <message>
        <source>On this tablet</source>
        <translation>在本机</translation>
    </message>
    <message>
        <source>Who set %1, and when</source>
        <translation>%1：谁在什么时候填的</translation>
    </message>
    <message>
        <source>Two people changed this; choose</source>
        <translation>两人改了同一项，请选择</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Earlier values</source>
        <translation>以前的值</translation>
    </message>
</context>
<context>
    <name>FieldInput</name>
    <message>
        <source>%1, required</source>
        <translation>%1，必填</translation>
    </message>
</context>
<context>
    <name>FlagEditor</name>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>FormScreen</name>
    <message>
        <source>Not saved: %1</source>
        <translation>没有保存：%1</translation>
    </message>
    <message>
        <source>Saved on this tablet · %1</source>
        <comment>time</comment>
        <translation>已保存在本机 · %1</translation>
    </message>
    <message>
        <source>This record is not on this tablet</source>
        <translation>这份档案不在本机</translation>
    </message>
    <message>
        <source>Needed first: %1</source>
        <translation>请先填：%1</translation>
    </message>
    <message>
        <source>%1 to mend; the rest is saved</source>
        <translation>有 %1 项要改正；其余已保存</translation>
    </message>
    <message>
        <source>%1 typed, not saved yet</source>
        <translation>有 %1 项正在填写，尚未保存</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Section unchanged</source>
        <translation>本节未变</translation>
    </message>
    <message>
        <source>Earlier states</source>
        <translation>以前的样子</translation>
    </message>
    <message>
        <source>How you know</source>
        <translation>怎样得知</translation>
    </message>
    <message>
        <source>As told</source>
        <translation>口头告知</translation>
    </message>
    <message>
        <source>By phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Document seen</source>
        <translation>见到证件</translation>
    </message>
    <message>
        <source>The same person as…</source>
        <translation>与另一人是同一人…</translation>
    </message>
    <message>
        <source>Same as…</source>
        <translation>同一人…</translation>
    </message>
</context>
<context>
    <name>GroupAnswer</name>
    <message>
        <source>Take this</source>
        <translation>用这个</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>Not yours to see</source>
        <translation>没有权限查看</translation>
    </message>
    <message>
        <source>This home is not on this tablet: it was moved, removed, or belongs to another team.</source>
        <translation>这一户不在本机：可能已调整、删除，或归别的班组。</translation>
    </message>
    <message>
        <source>Nothing stands here yet that could be confirmed.</source>
        <translation>这里还没有可以核对的内容。</translation>
    </message>
</context>
<context>
    <name>HomeHead</name>
    <message>
        <source>Go on with the visit</source>
        <translation>继续走访</translation>
    </message>
    <message>
        <source>Start the visit</source>
        <translation>开始走访</translation>
    </message>
    <message>
        <source>Add a resident</source>
        <translation>添加住户</translation>
    </message>
    <message>
        <source>Take a request</source>
        <translation>登记诉求</translation>
    </message>
    <message>
        <source>Add more</source>
        <translation>添加其他</translation>
    </message>
    <message>
        <source>Lives here as</source>
        <translation>在此的身份</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>无人应答</translation>
    </message>
    <message>
        <source>Postponed</source>
        <translation>改日</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒访</translation>
    </message>
    <message>
        <source>Not today</source>
        <translation>今天不行</translation>
    </message>
    <message>
        <source>Noted at once; the home stays on the list.</source>
        <translation>立即记下，这一户仍留在名单里。</translation>
    </message>
</context>
<context>
    <name>IdNumberEditor</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>Invitation</name>
    <message>
        <source>Paste the invitation that the office sent: it holds the server&apos;s address, its fingerprint and a code.</source>
        <translation>请粘贴办公室发来的邀请：里面有服务器地址、指纹和登记码。</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>邀请</translation>
    </message>
    <message>
        <source>Read it from a picture of the QR code</source>
        <translation>从二维码图片读取</translation>
    </message>
    <message>
        <source>A passphrase for this tablet</source>
        <translation>为这台平板设一个口令</translation>
    </message>
    <message>
        <source>Enrol this tablet</source>
        <translation>登记这台平板</translation>
    </message>
    <message>
        <source>Three or four words that only you would put together. Nobody can read it back: if it is forgotten, the office opens what was not delivered.</source>
        <translation>三四个只有您才会放在一起的词。没有人能查出口令；万一忘记，未交的内容由办公室打开。</translation>
    </message>
    <message>
        <source>A picture of the invitation&apos;s QR code</source>
        <translation>邀请二维码的图片</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp *.bmp)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.webp *.bmp)</translation>
    </message>
</context>
<context>
    <name>InviteTablet</name>
    <message>
        <source>A tablet for %1</source>
        <translation>给%1的平板</translation>
    </message>
    <message>
        <source>For whom is the tablet?</source>
        <translation>平板给谁用？</translation>
    </message>
    <message numerus="yes">
        <source>%n tablet(s)</source>
        <translation>
            <numerusform>%n 台平板</numerusform>
        </translation>
    </message>
    <message>
        <source>The tablet is enrolled</source>
        <translation>平板已登记</translation>
    </message>
    <message>
        <source>It is receiving the archive. The code cannot be used again.</source>
        <translation>它正在接收档案。这个登记码不能再用了。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>The invitation as a QR code</source>
        <translation>邀请信息的二维码</translation>
    </message>
    <message>
        <source>Good for %1 more, and for one tablet</source>
        <translation>还有 %1 有效，只能登记一台</translation>
    </message>
    <message>
        <source>On the new tablet: start Doorstep, read the picture, choose a passphrase. Whoever has the picture can enrol in %1&apos;s name until then: show it to nobody else.</source>
        <translation>在新平板上打开「入户」，扫这个二维码，设一个口令。在此期间，拿到图的人都能以%1的名义登记：不要给别人看。</translation>
    </message>
    <message>
        <source>The code, to be typed</source>
        <translation>登记码（可手输）</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>换一个人</translation>
    </message>
</context>
<context>
    <name>LeaseOver</name>
    <message>
        <source>Locked until the tablet has met its server</source>
        <translation>档案已锁住，平板联系上服务器后恢复</translation>
    </message>
    <message>
        <source>This tablet has been away from its server for longer than it may be. Residents&apos; records are not shown meanwhile, so that a lost tablet gives nothing away.</source>
        <translation>这台平板超过规定时间没有联系服务器。期间不显示住户档案，这样平板丢了也不会泄露信息。</translation>
    </message>
    <message>
        <source>Nothing is lost: %1 changes are kept here and will be delivered.</source>
        <translation>没有丢失任何内容：%1 处修改保存在本机，之后会提交。</translation>
    </message>
    <message>
        <source>Nothing is lost: everything was delivered.</source>
        <translation>没有丢失任何内容：全部已提交。</translation>
    </message>
    <message>
        <source>Connect the tablet to the network; it finds the server by itself.</source>
        <translation>请让平板连上网络，它会自己找到服务器。</translation>
    </message>
    <message>
        <source>Meeting the server; the archive opens in a moment.</source>
        <translation>正在联系服务器，档案马上打开。</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
</context>
<context>
    <name>LikelyRow</name>
    <message>
        <source>Looks like %1</source>
        <translation>可能已有：%1</translation>
    </message>
    <message>
        <source>Looks like %1: %2</source>
        <translation>可能已有：%1，%2</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>看一看</translation>
    </message>
    <message>
        <source>It is the same</source>
        <translation>就是同一个</translation>
    </message>
    <message>
        <source>Another one, go on</source>
        <translation>不是，继续</translation>
    </message>
</context>
<context>
    <name>Looks</name>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Large type</source>
        <translation>大字</translation>
    </message>
    <message>
        <source>Left-handed</source>
        <translation>左手</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Doorstep · %1</source>
        <translation>入户 · %1</translation>
    </message>
    <message>
        <source>Doorstep</source>
        <translation>入户</translation>
    </message>
</context>
<context>
    <name>ManyAtOnce</name>
    <message numerus="yes">
        <source>The same for %n more like it</source>
        <translation>
            <numerusform>同类 %n 项照此办理</numerusform>
        </translation>
    </message>
    <message>
        <source>Make it a rule: %1</source>
        <translation>定为规则：%1</translation>
    </message>
    <message>
        <source>Rules that decide such questions need a newer template: the administrator sets it with doorstep-server template set --shipped.</source>
        <translation>用规则裁决需要较新的档案模板：请管理员运行 doorstep-server template set --shipped 更新。</translation>
    </message>
</context>
<context>
    <name>MonthPicker</name>
    <message>
        <source>A year earlier</source>
        <translation>前一年</translation>
    </message>
    <message>
        <source>A month earlier</source>
        <translation>上个月</translation>
    </message>
    <message>
        <source>A month later</source>
        <translation>下个月</translation>
    </message>
    <message>
        <source>A year later</source>
        <translation>后一年</translation>
    </message>
    <message>
        <source>Mo</source>
        <translation>一</translation>
    </message>
    <message>
        <source>Tu</source>
        <translation>二</translation>
    </message>
    <message>
        <source>We</source>
        <translation>三</translation>
    </message>
    <message>
        <source>Th</source>
        <translation>四</translation>
    </message>
    <message>
        <source>Fr</source>
        <translation>五</translation>
    </message>
    <message>
        <source>Sa</source>
        <translation>六</translation>
    </message>
    <message>
        <source>Su</source>
        <translation>日</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Dismiss</source>
        <translation>收起</translation>
    </message>
</context>
<context>
    <name>NumberEditor</name>
    <message>
        <source>One less</source>
        <translation>减一</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>加一</translation>
    </message>
</context>
<context>
    <name>OtherValue</name>
    <message>
        <source>%1 emptied this</source>
        <translation>%1 清空了这一项</translation>
    </message>
    <message>
        <source>%1 changed this to &quot;%2&quot;</source>
        <translation>%1 改为「%2」</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>用它</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>保留我的</translation>
    </message>
</context>
<context>
    <name>Outbox</name>
    <message>
        <source>Open the record</source>
        <translation>打开档案</translation>
    </message>
    <message>
        <source>This tablet</source>
        <translation>这台平板</translation>
    </message>
    <message>
        <source>Who works here</source>
        <translation>使用人</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Records on this tablet</source>
        <translation>本机档案数</translation>
    </message>
    <message>
        <source>Last contact</source>
        <translation>最近联系</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>How it looks</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Still on this tablet</source>
        <translation>还在本机</translation>
    </message>
    <message>
        <source>What became of your changes</source>
        <translation>您的修改结果</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>去决定</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答复</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>Lens</source>
        <translation>视角</translation>
    </message>
    <message>
        <source>Building %1</source>
        <translation>%1栋</translation>
    </message>
    <message numerus="yes">
        <source>%n home(s)</source>
        <translation>
            <numerusform>%n 户</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OwnAnswer</name>
    <message>
        <source>Another value</source>
        <translation>另一个值</translation>
    </message>
    <message>
        <source>Take this</source>
        <translation>用这个</translation>
    </message>
</context>
<context>
    <name>PassphraseField</name>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Cover what I type</source>
        <translation>遮住输入</translation>
    </message>
    <message>
        <source>Show what I type</source>
        <translation>显示输入</translation>
    </message>
</context>
<context>
    <name>Past</name>
    <message>
        <source>“%1” stands again · saved on this tablet</source>
        <translation>已恢复「%1」· 已保存在本机</translation>
    </message>
    <message>
        <source>“%1” waits for approval · saved on this tablet</source>
        <translation>「%1」等待审核 · 已保存在本机</translation>
    </message>
    <message>
        <source>What this tablet knows does not reach that day</source>
        <translation>本机所知还看不到这一天</translation>
    </message>
    <message>
        <source>People are asked about this: it becomes what they decide.</source>
        <translation>此项有待裁决的冲突，以裁决的结果为准。</translation>
    </message>
    <message>
        <source>Back to the form</source>
        <translation>返回表单</translation>
    </message>
    <message>
        <source>As it was known at the end of this day</source>
        <translation>截至这一天结束时的档案</translation>
    </message>
    <message>
        <source>Older ones, from the office</source>
        <translation>向办公室查询更早的</translation>
    </message>
    <message>
        <source>The office could not be asked for all of it: what this tablet knows is shown.</source>
        <translation>没能向办公室问全：这里只有本机知道的。</translation>
    </message>
    <message>
        <source>Its past cannot be shown</source>
        <translation>以前的样子看不到</translation>
    </message>
    <message>
        <source>It was not in the archive that day</source>
        <translation>这一天档案里还没有它</translation>
    </message>
    <message>
        <source>It never had a value</source>
        <translation>这一项从来没有填过</translation>
    </message>
    <message>
        <source>Earlier states</source>
        <translation>以前的样子</translation>
    </message>
</context>
<context>
    <name>PastValue</name>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>On this tablet</source>
        <translation>在本机</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>恢复</translation>
    </message>
</context>
<context>
    <name>PeoplePick</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 人</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PersonForm</name>
    <message>
        <source>Back to the list</source>
        <translation>返回列表</translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation>新人员</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>登录名</translation>
    </message>
    <message>
        <source>A word without blanks, by which the server knows this person for ever: wangfang</source>
        <translation>不含空格的一个词，服务器以后一直用它认人，例如 wangfang</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>As colleagues read it under what this person wrote</source>
        <translation>同事在此人写的内容下面看到的名字</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>岗位</translation>
    </message>
    <message>
        <source>Communities</source>
        <translation>小区</translation>
    </message>
    <message>
        <source>Their codes, with commas between them. Empty: all of them.</source>
        <translation>填小区代码，用逗号分开；不填就是全部小区。</translation>
    </message>
    <message>
        <source>Buildings</source>
        <translation>楼栋</translation>
    </message>
    <message>
        <source>For instance 3,5. Empty: all of them. What is in others is not on this person&apos;s tablets.</source>
        <translation>例如 3,5；不填就是全部。其他楼栋的内容不会到此人的平板上。</translation>
    </message>
    <message>
        <source>A tablet that is offline keeps what it shows until its next contact. Unsent work is never lost: what it may not write any more goes into quarantine.</source>
        <translation>离线的平板在下次联系前仍显示原来的内容。没交的工作不会丢：不再允许写的会进入隔离区。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Give</source>
        <translation>授予</translation>
    </message>
</context>
<context>
    <name>PhoneEditor</name>
    <message>
        <source>Call %1</source>
        <translation>拨打 %1</translation>
    </message>
</context>
<context>
    <name>Picker</name>
    <message>
        <source>Back to the form</source>
        <translation>返回表单</translation>
    </message>
    <message>
        <source>None in this home</source>
        <translation>这一户没有</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Type a name, pinyin or number to search all of them.</source>
        <translation>输入姓名、拼音或号码，可在全部记录中查找。</translation>
    </message>
    <message>
        <source>Try fewer letters.</source>
        <translation>少输几个字试试。</translation>
    </message>
</context>
<context>
    <name>PlanSheet</name>
    <message numerus="yes">
        <source>%n would be decided. Nothing is written yet.</source>
        <translation>
            <numerusform>将裁决 %n 项，尚未写入任何内容</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing that it would decide now.</source>
        <translation>目前没有可按此裁决的冲突</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more fit and are left alone: they are not yours to decide, or too many at once.</source>
        <translation>
            <numerusform>还有 %n 项相符但不处理：您无权裁决，或一次过多</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Decide %n</source>
        <translation>
            <numerusform>裁决 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
</context>
<context>
    <name>ProseInput</name>
    <message>
        <source>%1, required</source>
        <translation>%1，必填</translation>
    </message>
    <message>
        <source>%1 characters left</source>
        <translation>还可写 %1 字</translation>
    </message>
    <message>
        <source>%1 too many</source>
        <translation>超出 %1 字</translation>
    </message>
</context>
<context>
    <name>QuarantineEdit</name>
    <message>
        <source>Taken</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>选</translation>
    </message>
    <message>
        <source>Open the record</source>
        <translation>打开档案</translation>
    </message>
</context>
<context>
    <name>ReadOnlyValue</name>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>%1 still on this tablet</source>
        <translation>还有 %1 项在本机</translation>
    </message>
    <message>
        <source>Nothing left behind</source>
        <translation>差 0，全部交到办公室</translation>
    </message>
    <message>
        <source>Everything was handed over; the check is still to come</source>
        <translation>已全部交出，等待核对</translation>
    </message>
    <message>
        <source>Visited today: %1 · at the office: %2 · missing: %3</source>
        <translation>今日 %1 户，已交 %2，差 %3</translation>
    </message>
    <message>
        <source>Saved on this tablet&apos;s disk, sealed; it goes to the office by itself as soon as there is a line.</source>
        <translation>已加密保存在本机，一有网络就自动交到办公室。</translation>
    </message>
    <message>
        <source>The office&apos;s digest of everything equals this tablet&apos;s: not a guess of this tablet, but compared with the server at %1.</source>
        <translation>核对码一致 ✓ 不是本机的猜测，而是 %1 与服务器逐项比对的结果。</translation>
    </message>
    <message>
        <source>The office has answered for every change. Its digest is compared at the next contact.</source>
        <translation>办公室已答复每一项修改；下次联系时比对核对码。</translation>
    </message>
    <message>
        <source>%1 sent · merged with others&apos; changes: %2 · contradicted by others: %3 · not used: %4</source>
        <translation>已发送 %1 项 · 与他人修改合并：%2 · 与他人冲突：%3 · 未采用：%4</translation>
    </message>
    <message>
        <source>Today: %1</source>
        <translation>今天：%1</translation>
    </message>
    <message>
        <source>Last conversation (%1): %2</source>
        <translation>最近一次联络（%1）：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) on this tablet were not what the office has, and were put right today.</source>
        <translation>
            <numerusform>今天本机有 %n 条档案与办公室不一致，已更正。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Recent</name>
    <message>
        <source>Opened last</source>
        <translation>最近打开</translation>
    </message>
</context>
<context>
    <name>RecordRow</name>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>On this tablet</source>
        <translation>在本机</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>已交办公室</translation>
    </message>
    <message>
        <source>Waiting for a decision</source>
        <translation>等待裁定</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>未采用</translation>
    </message>
</context>
<context>
    <name>ReferenceEditor</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Another</source>
        <translation>另选</translation>
    </message>
    <message>
        <source>Take away %1</source>
        <translation>去掉 %1</translation>
    </message>
</context>
<context>
    <name>Requests</name>
    <message>
        <source>No requests</source>
        <translation>没有诉求</translation>
    </message>
    <message>
        <source>What residents ask for at the door or by phone stands here.</source>
        <translation>住户当面或电话提出的事都在这里。</translation>
    </message>
    <message>
        <source>Take a request</source>
        <translation>登记诉求</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>诉求</translation>
    </message>
    <message>
        <source>Complaints and praise</source>
        <translation>投诉与表扬</translation>
    </message>
    <message>
        <source>No complaints and no praise</source>
        <translation>没有投诉与表扬</translation>
    </message>
    <message>
        <source>Take a complaint</source>
        <translation>登记投诉</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Try fewer letters, pinyin initials, a room like 3-2-1502, or the last four digits of a phone.</source>
        <translation>试试少打几个字、拼音首字母、房号如 3-2-1502，或手机后四位。</translation>
    </message>
</context>
<context>
    <name>RuleRow</name>
    <message>
        <source>Rule: %1</source>
        <translation>规则：%1</translation>
    </message>
    <message>
        <source>written by %1</source>
        <translation>%1 制定</translation>
    </message>
    <message numerus="yes">
        <source>Show %n that it would decide</source>
        <translation>
            <numerusform>查看可裁决的 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Take back all it decided</source>
        <translation>撤回其全部裁决</translation>
    </message>
    <message>
        <source>End the rule</source>
        <translation>停用规则</translation>
    </message>
</context>
<context>
    <name>SamePerson</name>
    <message>
        <source>Somebody else</source>
        <translation>另选一人</translation>
    </message>
    <message>
        <source>Are they one person?</source>
        <translation>是同一个人吗？</translation>
    </message>
    <message>
        <source>What belongs to the other one comes along: contacts, documents, homes. It can be taken back.</source>
        <translation>另一份的联系方式、证件、住房会一并归入。可以撤销。</translation>
    </message>
    <message>
        <source>Make them one</source>
        <translation>合为一份</translation>
    </message>
    <message>
        <source>Leave them</source>
        <translation>不合并</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Name, pinyin, room or phone tail</source>
        <translation>姓名 / 拼音 / 房号 / 手机尾号</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>清空搜索</translation>
    </message>
</context>
<context>
    <name>SectionHeader</name>
    <message>
        <source>%1, %2 of %3 filled</source>
        <translation>%1，已填 %2/%3</translation>
    </message>
    <message>
        <source>Unfold %1</source>
        <translation>展开%1</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>收起%1</translation>
    </message>
</context>
<context>
    <name>SectionList</name>
    <message>
        <source>%1, %2 of %3 filled</source>
        <translation>%1，已填 %2/%3</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>What is typed now is not on the disk yet and is tried again: do not lock the tablet before. What was saved is kept.</source>
        <translation>正在填写的内容还没有写入磁盘，系统会继续尝试；在此之前请不要锁定平板。已保存的都在。</translation>
    </message>
    <message>
        <source>You can still read; nothing leaves this tablet until the office allows it again.</source>
        <translation>仍可查看；办公室重新允许之前，本机内容不会交出。</translation>
    </message>
    <message>
        <source>Receiving the archive; you can already work with what is here</source>
        <translation>正在接收档案；已到的部分可以先用</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>诉求</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>To deliver</source>
        <translation>待交</translation>
    </message>
    <message>
        <source>The visit at %1 has been open since %2</source>
        <translation>%1 的走访从 %2 开始，还没有结束</translation>
    </message>
    <message>
        <source>Go on with the visit</source>
        <translation>继续走访</translation>
    </message>
    <message>
        <source>Meet the server within %1</source>
        <translation>请在 %1 内联网一次</translation>
    </message>
    <message>
        <source>The tablet&apos;s clock was set back</source>
        <translation>平板的时钟被调回过去</translation>
    </message>
    <message>
        <source>Without a network for longer the archive is locked until then. What you save is kept.</source>
        <translation>更久不联网，档案会锁住，联网后恢复。您保存的内容都在。</translation>
    </message>
    <message>
        <source>You can read, and change nothing, until the tablet has met the server. What you saved is kept.</source>
        <translation>平板联系上服务器之前只能查看，不能修改。您保存的内容都在。</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>管理</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Doorstep</source>
        <translation>入户</translation>
    </message>
    <message>
        <source>Enrol this tablet</source>
        <translation>登记这台平板</translation>
    </message>
    <message>
        <source>Hello, %1</source>
        <translation>您好，%1</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>使用人</translation>
    </message>
    <message>
        <source>The next try is possible in</source>
        <translation>距离下次可试还有</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Back to unlocking</source>
        <translation>返回解锁</translation>
    </message>
    <message>
        <source>Another person works with this tablet</source>
        <translation>换一个人使用这台平板</translation>
    </message>
    <message>
        <source>Leave this tablet</source>
        <translation>离开这台平板</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>This person&apos;s archive goes from this tablet for good. The server has everything that was sent; the office can invite them again.</source>
        <translation>此人的档案将从这台平板永久移除。已提交的内容服务器都有，办公室可以重新邀请。</translation>
    </message>
    <message>
        <source>Seal what was not sent into a file for the office</source>
        <translation>把未提交的内容密封成文件交给办公室</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Leave this tablet for good</source>
        <translation>永久离开这台平板</translation>
    </message>
</context>
<context>
    <name>SignaturePad</name>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Not signed yet</source>
        <translation>还没有签名</translation>
    </message>
    <message>
        <source>Signed with %1 strokes</source>
        <translation>已签名，共 %1 笔</translation>
    </message>
    <message>
        <source>Sign above the line</source>
        <translation>请在横线上方签名</translation>
    </message>
    <message>
        <source>Undo the last stroke</source>
        <translation>撤销上一笔</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>SignatureValue</name>
    <message>
        <source>Signed</source>
        <translation>已签名</translation>
    </message>
</context>
<context>
    <name>Story</name>
    <message>
        <source>What happened here</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>%1 earlier</source>
        <translation>更早的 %1 条</translation>
    </message>
</context>
<context>
    <name>SyncChip</name>
    <message>
        <source>All at the office %1</source>
        <translation>已全部交到办公室 %1</translation>
    </message>
    <message>
        <source>%1 still on this tablet</source>
        <translation>还有 %1 项在本机</translation>
    </message>
    <message>
        <source>Sending %1/%2</source>
        <translation>正在交 %1/%2</translation>
    </message>
    <message>
        <source>%1 needs you</source>
        <translation>有 %1 项需要处理</translation>
    </message>
    <message>
        <source>Offline, go on working · %1 on this tablet</source>
        <translation>离线，可继续工作 · %1 项在本机</translation>
    </message>
    <message>
        <source>Offline, go on working</source>
        <translation>离线，可继续工作</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Opens what has not been delivered</source>
        <translation>打开待交清单</translation>
    </message>
</context>
<context>
    <name>TabletPage</name>
    <message>
        <source>Whose</source>
        <translation>使用人</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>To send</source>
        <translation>待交</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>End this tablet&apos;s access</source>
        <translation>停用这台平板</translation>
    </message>
    <message>
        <source>What happens then</source>
        <translation>停用之后会怎样</translation>
    </message>
    <message>
        <source>At once it is sent nothing more. At its next contact it hands over everything that it had not sent, into quarantine, and destroys its keys: then nothing on it can be read.</source>
        <translation>立即不再向它发送任何内容。它下次联系时，会把没交的修改全部交到隔离区，然后销毁密钥：之后它上面的内容谁也读不出来。</translation>
    </message>
    <message>
        <source>Until it calls, whoever knows its passphrase can read what it holds. It cannot be taken back; the person gets a new tablet by a new invitation.</source>
        <translation>在它联系之前，知道口令的人仍能读到它上面的内容。停用不能撤销；此人要用新的邀请登记新平板。</translation>
    </message>
    <message>
        <source>End access</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
</context>
<context>
    <name>TextEditor</name>
    <message>
        <source>%1 too many</source>
        <translation>超出 %1 字</translation>
    </message>
</context>
<context>
    <name>ThenRow</name>
    <message>
        <source>now %1</source>
        <translation>现在：%1</translation>
    </message>
</context>
<context>
    <name>TimeEditor</name>
    <message>
        <source>Year-month-day hour:minute</source>
        <translation>年-月-日 时:分</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
</context>
<context>
    <name>TimeRangeEditor</name>
    <message>
        <source>%1, from</source>
        <translation>%1，从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>%1, until</source>
        <translation>%1，到</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
</context>
<context>
    <name>VisitList</name>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Building %1</source>
        <translation>%1栋</translation>
    </message>
    <message>
        <source>No visits are planned for today</source>
        <translation>今天没有安排走访</translation>
    </message>
    <message>
        <source>The archive is empty so far</source>
        <translation>档案还是空的</translation>
    </message>
    <message>
        <source>Choose a home in the building, or search for it.</source>
        <translation>请在楼栋里选一户，或直接搜索。</translation>
    </message>
    <message>
        <source>What the office has entered comes as soon as there is a line.</source>
        <translation>一有网络，办公室录入的内容就会到。</translation>
    </message>
    <message>
        <source>Colleagues&apos; as well: %1</source>
        <translation>含同事的 %1 户</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>房态图</translation>
    </message>
</context>
<context>
    <name>VisitRow</name>
    <message>
        <source>Started</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>无人应答</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒访</translation>
    </message>
    <message>
        <source>Postponed</source>
        <translation>已推迟</translation>
    </message>
    <message>
        <source>Read the special need first</source>
        <translation>先看特殊需求</translation>
    </message>
    <message>
        <source>On this tablet</source>
        <translation>在本机</translation>
    </message>
</context>
<context>
    <name>VisitScreen</name>
    <message>
        <source>Visit %1</source>
        <translation>走访 %1</translation>
    </message>
    <message>
        <source>What you found</source>
        <translation>走访情况</translation>
    </message>
    <message>
        <source>What was seen and heard, in a sentence or two.</source>
        <translation>看到什么、听到什么，一两句话。</translation>
    </message>
    <message>
        <source>What you promised</source>
        <translation>承诺事项</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>知情同意</translation>
    </message>
    <message>
        <source>Who agrees</source>
        <translation>同意人</translation>
    </message>
    <message>
        <source>Agrees to the use of their information for</source>
        <translation>同意将信息用于</translation>
    </message>
    <message>
        <source>Without a signature no consent is written down.</source>
        <translation>没有签名，就不会记录同意。</translation>
    </message>
    <message>
        <source>Nobody there, or not today?</source>
        <translation>没人在家，或今天不行？</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>无人应门</translation>
    </message>
    <message>
        <source>Postponed</source>
        <translation>改期</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒访</translation>
    </message>
    <message>
        <source>Finish the visit</source>
        <translation>完成走访</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Who agrees? Without a name no consent is written down.</source>
        <translation>请选择由谁同意；没有姓名不会写入同意书。</translation>
    </message>
    <message numerus="yes">
        <source>Since %1 · %n change(s) so far; they leave together when the visit is finished.</source>
        <translation>
            <numerusform>%1 开始 · 已有 %n 项修改，走访结束时一起交出。</numerusform>
        </translation>
    </message>
    <message>
        <source>A line for each: it becomes a request of this home, so that nobody forgets it.</source>
        <translation>每行一项：会成为这一户的服务单，不会忘记。</translation>
    </message>
    <message>
        <source>Nobody is known to live here yet: add the resident first, then they can agree.</source>
        <translation>还没有登记住户：先添加住户，再请其同意。</translation>
    </message>
    <message>
        <source>What you wrote above is kept as the reason.</source>
        <translation>上面写的内容会作为原因保存。</translation>
    </message>
</context>
<context>
    <name>doorstep::AdminList</name>
    <message>
        <source>This login is taken; choose another.</source>
        <translation>这个登录名已有人用，请换一个。</translation>
    </message>
    <message>
        <source>There is no community of that code. Leave it empty for all of them.</source>
        <translation>没有这个代码的小区；不填就是全部小区。</translation>
    </message>
    <message>
        <source>Buildings are numbers with commas between them, like 3,5.</source>
        <translation>楼栋请填编号，用逗号分开，例如 3,5。</translation>
    </message>
    <message>
        <source>A login is one word without blanks.</source>
        <translation>登录名是不含空格的一个词。</translation>
    </message>
    <message>
        <source>It waits for other changes of the same tablet and then comes by itself.</source>
        <translation>它在等同一台平板前面的修改，到了就会自动并入。</translation>
    </message>
    <message>
        <source>Nobody can read it. The server&apos;s administrator has it by the command line.</source>
        <translation>内容无法读取，服务器管理员可用命令行取出。</translation>
    </message>
</context>
<context>
    <name>doorstep::App</name>
    <message>
        <source>You may try again now.</source>
        <translation>现在可以再试了。</translation>
    </message>
    <message>
        <source>Locked because nobody touched the tablet for a while. Everything is saved.</source>
        <translation>一段时间没有操作，已自动锁定。内容都已保存。</translation>
    </message>
    <message>
        <source>the server&apos;s address (wss://…)</source>
        <translation>服务器地址（wss://…）</translation>
    </message>
    <message>
        <source>the server&apos;s fingerprint</source>
        <translation>服务器指纹</translation>
    </message>
    <message>
        <source>the one-time code</source>
        <translation>一次性登记码</translation>
    </message>
    <message>
        <source>Still missing: %1</source>
        <translation>还缺：%1</translation>
    </message>
    <message>
        <source>Enrolling at %1. This takes a few seconds.</source>
        <translation>正在 %1 登记，需要几秒钟。</translation>
    </message>
    <message>
        <source>Unlocking. This takes about a second, so that guessing takes years.</source>
        <translation>正在解锁，大约一秒；慢一点，别人就猜不动。</translation>
    </message>
    <message>
        <source>There is no QR code in this picture that can be read. Come closer and hold it straight.</source>
        <translation>这张图片里没有能读出的二维码。请靠近一些、拿正再拍。</translation>
    </message>
    <message>
        <source>Looking whether everything has been sent.</source>
        <translation>正在检查是否全部提交。</translation>
    </message>
    <message>
        <source>Nothing of that person is left on this tablet.</source>
        <translation>此人的内容已全部从这台平板移除。</translation>
    </message>
    <message>
        <source>%1 changes are sealed for the office in %2; hand this file over. Nothing else of that person is left on this tablet.</source>
        <translation>%1 处修改已密封在 %2，请把这个文件交给办公室。此人的其他内容已从这台平板移除。</translation>
    </message>
</context>
<context>
    <name>doorstep::ChangeList</name>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message numerus="yes">
        <source>%n s ago</source>
        <translation>
            <numerusform>%n 秒前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n 分钟前</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doorstep::Confirming</name>
    <message>
        <source>The visit of another home is still open. Finish it first.</source>
        <translation>另一户的走访还没有结束，请先完成它。</translation>
    </message>
    <message>
        <source>Not confirmed. %1</source>
        <translation>没有核对成功。%1</translation>
    </message>
</context>
<context>
    <name>doorstep::Conflicts</name>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>keep the record</source>
        <translation>保留档案</translation>
    </message>
    <message>
        <source>remove the record</source>
        <translation>删除档案</translation>
    </message>
    <message>
        <source>Removed or kept</source>
        <translation>删除还是保留</translation>
    </message>
    <message>
        <source>home visit</source>
        <translation>走访</translation>
    </message>
    <message>
        <source>document seen</source>
        <translation>已核对证件</translation>
    </message>
    <message>
        <source>by phone</source>
        <translation>电话登记</translation>
    </message>
    <message>
        <source>tablet %1</source>
        <translation>平板 %1</translation>
    </message>
    <message>
        <source>Decided: %1</source>
        <translation>已决定：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) stayed with the one that went.</source>
        <translation>
            <numerusform>有 %n 项不同的内容留在并入的那份里。</numerusform>
        </translation>
    </message>
    <message>
        <source>One record now: %1</source>
        <translation>已合为一份：%1</translation>
    </message>
    <message>
        <source>They stay two: %1</source>
        <translation>仍是两份：%1</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>已撤回。</translation>
    </message>
    <message>
        <source>The same in both: %1</source>
        <translation>两份相同：%1</translation>
    </message>
    <message>
        <source>%1 is based on version %2 and had not seen %3</source>
        <translation>%1 依据第 %2 版，没有看到第 %3 版</translation>
    </message>
    <message>
        <source>One record or two</source>
        <translation>是一份还是两份</translation>
    </message>
    <message>
        <source>they are two</source>
        <translation>是两份</translation>
    </message>
    <message>
        <source>they are one</source>
        <translation>是一份</translation>
    </message>
    <message>
        <source>%1 is asked: their tablet says so.</source>
        <translation>已请%1回答，对方的平板会提示。</translation>
    </message>
    <message>
        <source>%1 was asked by %2</source>
        <translation>%2请%1回答</translation>
    </message>
    <message numerus="yes">
        <source>waiting for %n day(s)</source>
        <translation>
            <numerusform>已等 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>Reviewed: %1</source>
        <translation>已审核：%1</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>已撤回：%1</translation>
    </message>
    <message>
        <source>%1 proposed it; a second person has to approve.</source>
        <translation>%1 提出的修改，须由另一人审核。</translation>
    </message>
    <message>
        <source>You proposed it; it waits for a second person.</source>
        <translation>您提出的修改，正等待另一人审核。</translation>
    </message>
    <message>
        <source>Your role does not approve; somebody else decides.</source>
        <translation>您的岗位不能审核，由其他人决定。</translation>
    </message>
    <message>
        <source>proposed</source>
        <translation>待审核</translation>
    </message>
    <message>
        <source>%1: the later one</source>
        <translation>%1：较晚的为准</translation>
    </message>
    <message>
        <source>%1: the later “%2”</source>
        <translation>%1：较晚的“%2”为准</translation>
    </message>
    <message>
        <source>%1: “%2” before all else</source>
        <translation>%1：“%2”优先于其他</translation>
    </message>
    <message>
        <source>%1: “%2” before “%3”</source>
        <translation>%1：“%2”优先于“%3”</translation>
    </message>
    <message>
        <source>decided with others</source>
        <translation>批量裁决</translation>
    </message>
    <message>
        <source>by the rule %1</source>
        <translation>按规则裁决（%1）</translation>
    </message>
    <message>
        <source>by a rule</source>
        <translation>按规则裁决</translation>
    </message>
    <message>
        <source>%1: what %2 said, not %3</source>
        <translation>%1：以%2说的为准，而非%3</translation>
    </message>
    <message>
        <source>By the rule %1</source>
        <translation>按规则裁决：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n decided.</source>
        <translation>
            <numerusform>已裁决 %n 项。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed meanwhile and left alone.</source>
        <translation>
            <numerusform>%n 项在此期间有变化，未处理。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n asked about anew.</source>
        <translation>
            <numerusform>已重新提出 %n 项。</numerusform>
        </translation>
    </message>
    <message>
        <source>The archive&apos;s template does not take the new value any more: keep what stands, or type another.</source>
        <translation>现行档案模板已不允许新填的内容：请保留现有内容，或另填一个。</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>已签名</translation>
    </message>
    <message numerus="yes">
        <source>tablet&apos;s clock off by %n min</source>
        <translation>
            <numerusform>平板时钟偏差 %n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>not allowed any more</source>
        <translation>现已不允许</translation>
    </message>
    <message>
        <source>This cannot be asked again: it is being asked already, or has been overtaken.</source>
        <translation>无法重新询问：已在询问中，或情况已变。</translation>
    </message>
    <message>
        <source>me</source>
        <translation>我</translation>
    </message>
    <message>
        <source>Asked again: %1</source>
        <translation>已重新询问：%1</translation>
    </message>
    <message>
        <source>It stays: %1</source>
        <translation>档案保留：%1</translation>
    </message>
    <message>
        <source>Two again: %1</source>
        <translation>已分为两份：%1</translation>
    </message>
    <message>
        <source>%1 takes care of it</source>
        <translation>由%1处理</translation>
    </message>
    <message>
        <source>Your role does not decide this; say below what you know.</source>
        <translation>您的角色不能裁决；请在下方说明您所知道的情况。</translation>
    </message>
    <message numerus="yes">
        <source>%n remark(s)</source>
        <translation>
            <numerusform>%n 条讨论</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody is asked any more.</source>
        <translation>不再指定处理人。</translation>
    </message>
    <message>
        <source>It is yours now.</source>
        <translation>现由您处理。</translation>
    </message>
    <message>
        <source>Said: everybody who sees this question can read it.</source>
        <translation>已发表：能看到此问题的人都能读到。</translation>
    </message>
    <message>
        <source>Both stand: %1</source>
        <translation>两个都保留：%1</translation>
    </message>
    <message>
        <source>put the record into the archive</source>
        <translation>归档该档案</translation>
    </message>
</context>
<context>
    <name>doorstep::FieldHistory</name>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
</context>
<context>
    <name>doorstep::Form</name>
    <message>
        <source>The tablet gives it by itself, also without a network.</source>
        <translation>由平板自动给出，没有网络也可以。</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>另一个人</translation>
    </message>
    <message>
        <source>It never changes once written.</source>
        <translation>写定后不再更改。</translation>
    </message>
    <message>
        <source>Expected: %1</source>
        <translation>需要：%1</translation>
    </message>
    <message>
        <source>does not follow “%1”</source>
        <translation>不能接在「%1」之后</translation>
    </message>
    <message>
        <source>The office&apos;s server works this out.</source>
        <translation>由办公室服务器计算得出。</translation>
    </message>
    <message>
        <source>Photos come with a later version; what is here stays.</source>
        <translation>照片将在后续版本提供；已有的会保留。</translation>
    </message>
    <message>
        <source>You proposed “%1”; it waits for another person’s approval.</source>
        <translation>您已提出改为“%1”，待另一人审核。</translation>
    </message>
    <message>
        <source>%1 proposed “%2”; it waits for approval.</source>
        <translation>%1 提出改为“%2”，待审核。</translation>
    </message>
    <message>
        <source>Yours to read, not to change: your role does not write it.</source>
        <translation>您可以看，不能改：您的岗位不填写这一项。</translation>
    </message>
    <message>
        <source>Needs a second person’s approval.</source>
        <translation>需另一人审核后生效。</translation>
    </message>
</context>
<context>
    <name>doorstep::HomeRecords</name>
    <message>
        <source>New: %1</source>
        <translation>新建：%1</translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation>删除：%1</translation>
    </message>
    <message>
        <source>%1 · on this tablet</source>
        <translation>%1 · 还在本机</translation>
    </message>
</context>
<context>
    <name>doorstep::HomeVisit</name>
    <message>
        <source>Noted; this home stays on the list.</source>
        <translation>已记下；这一户仍留在清单上。</translation>
    </message>
    <message>
        <source>Choose what the resident agrees to; the text they sign stands here.</source>
        <translation>请选择住户同意的用途；所签内容会显示在这里。</translation>
    </message>
    <message>
        <source>I agree that the property company keeps and uses my household&apos;s information for: %1. I can withdraw this at any time; withdrawing does not affect what was done before.</source>
        <translation>本人同意物业公司为以下目的保存和使用本户信息：%1。本人可随时撤回同意；撤回不影响撤回前的处理。</translation>
    </message>
    <message>
        <source>Visit finished. Saved on this tablet.</source>
        <translation>走访已完成，已保存在本机。</translation>
    </message>
    <message>
        <source>The visit of another home is still open. Finish it first.</source>
        <translation>另一户的走访还没有结束，请先完成它。</translation>
    </message>
</context>
<context>
    <name>doorstep::Joining</name>
    <message>
        <source>One record now: %1</source>
        <translation>已合为一份：%1</translation>
    </message>
    <message>
        <source>One record now</source>
        <translation>已合为一份</translation>
    </message>
    <message>
        <source>They are two again.</source>
        <translation>已恢复为两份。</translation>
    </message>
</context>
<context>
    <name>doorstep::LikelySame</name>
    <message>
        <source>same phone</source>
        <translation>电话相同</translation>
    </message>
    <message>
        <source>same identity number</source>
        <translation>证件号码相同</translation>
    </message>
    <message>
        <source>same number or address</source>
        <translation>编号或地址相同</translation>
    </message>
    <message>
        <source>same name in this home</source>
        <translation>与本户住户同名</translation>
    </message>
</context>
<context>
    <name>doorstep::Notices</name>
    <message>
        <source>this record</source>
        <translation>这份档案</translation>
    </message>
    <message>
        <source>Your change of “%1” was not used.</source>
        <translation>您改的「%1」未采用。</translation>
    </message>
    <message>
        <source>“%1” was not removed.</source>
        <translation>「%1」没有移除。</translation>
    </message>
    <message>
        <source>“%1” was not archived.</source>
        <translation>「%1」没有归档。</translation>
    </message>
    <message>
        <source>“%1”: the two were not made one.</source>
        <translation>「%1」：两份没有合并。</translation>
    </message>
    <message>
        <source>It waits behind another change that was refused. Nothing is lost: the office keeps it.</source>
        <translation>它排在另一项未采用的修改之后。没有丢失：办公室已留存。</translation>
    </message>
    <message>
        <source>you</source>
        <translation>您</translation>
    </message>
    <message>
        <source>Your change of “%1” stands.</source>
        <translation>您改的「%1」已采用。</translation>
    </message>
    <message>
        <source>Two people changed it; %1 chose “%2” (%3). If that is wrong, change it again in the record.</source>
        <translation>两人改了同一项，%1 选了「%2」（%3）。如果不对，请在记录里再改一次。</translation>
    </message>
    <message>
        <source>%1 decided: %2 (%3).</source>
        <translation>%1决定：%2（%3）。</translation>
    </message>
    <message>
        <source>%1 asks you about “%2”.</source>
        <translation>%1请您回答「%2」。</translation>
    </message>
    <message>
        <source>Which is right: %1?</source>
        <translation>哪个对：%1？</translation>
    </message>
    <message>
        <source>Your proposal for “%1” was approved.</source>
        <translation>您提出的“%1”已审核通过。</translation>
    </message>
    <message>
        <source>%1 approved “%2” (%3).</source>
        <translation>%1 已同意“%2”（%3）。</translation>
    </message>
    <message>
        <source>Your proposal for “%1” was not approved.</source>
        <translation>您提出的“%1”未通过审核。</translation>
    </message>
    <message>
        <source>%1 chose “%2” (%3). If that is wrong, propose it again in the record.</source>
        <translation>%1 选定“%2”（%3）。如有不对，请在档案里重新提出。</translation>
    </message>
    <message>
        <source>%1 (by a rule)</source>
        <translation>%1（按规则）</translation>
    </message>
    <message>
        <source>%1 (with others like it)</source>
        <translation>%1（批量裁决）</translation>
    </message>
    <message>
        <source>The archive&apos;s template does not take it any more; %1 chose “%2” (%3).</source>
        <translation>现行档案模板已不允许这样填写；%1选定“%2”（%3）。</translation>
    </message>
    <message>
        <source>You took “%1” upon you.</source>
        <translation>“%1”由您处理。</translation>
    </message>
</context>
<context>
    <name>doorstep::Quarantine</name>
    <message>
        <source>It waits behind another change that was refused.</source>
        <translation>它排在一项被拒绝的修改后面。</translation>
    </message>
    <message>
        <source>The tablet was revoked before it had sent this.</source>
        <translation>平板在交出它之前已被停用。</translation>
    </message>
    <message>
        <source>Not yours to see</source>
        <translation>没有权限查看</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>brought back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>made one with another</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>裁定</translation>
    </message>
    <message>
        <source>emptied</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Say why: the reason stays with what is discarded.</source>
        <translation>请写明原因：它会与作废的内容一起保留。</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) applied.</source>
        <translation>
            <numerusform>已采纳 %n 项。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them now wait(s) at the conflict desk.</source>
        <translation>
            <numerusform>%n 项与他人的修改冲突，已转到冲突台。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) discarded; they stay in the archive with your reason.</source>
        <translation>
            <numerusform>已作废 %n 项，连同原因留在档案里。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) stayed here: %1</source>
        <translation>
            <numerusform>%n 项仍留在这里：%1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doorstep::RecordPast</name>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
</context>
<context>
    <name>doorstep::Rooms</name>
    <message>
        <source>Entrance %1</source>
        <translation>%1单元</translation>
    </message>
    <message>
        <source>Visited today</source>
        <translation>今天已访</translation>
    </message>
    <message>
        <source>Visit started</source>
        <translation>走访中</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>无人应门</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒访</translation>
    </message>
    <message>
        <source>Postponed</source>
        <translation>改期</translation>
    </message>
    <message>
        <source>Nothing due</source>
        <translation>不用走访</translation>
    </message>
    <message>
        <source>Due today</source>
        <translation>今天待访</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1天</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) overdue</source>
        <translation>
            <numerusform>逾期 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>%1 complete</source>
        <translation>完整度 %1</translation>
    </message>
    <message>
        <source>No conflicts</source>
        <translation>没有冲突</translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n 处冲突</numerusform>
        </translation>
    </message>
    <message>
        <source>No open requests</source>
        <translation>没有未结诉求</translation>
    </message>
    <message numerus="yes">
        <source>%n open request(s)</source>
        <translation>
            <numerusform>%n 项未结诉求</numerusform>
        </translation>
    </message>
    <message>
        <source>Some missing</source>
        <translation>缺一些</translation>
    </message>
    <message>
        <source>Much missing</source>
        <translation>缺很多</translation>
    </message>
    <message>
        <source>Two people differ</source>
        <translation>两人意见不同</translation>
    </message>
    <message>
        <source>Use not known</source>
        <translation>使用状态不明</translation>
    </message>
    <message>
        <source>Open requests</source>
        <translation>未结诉求</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>Visits due</source>
        <translation>待访</translation>
    </message>
    <message>
        <source>Completeness</source>
        <translation>完整度</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用状态</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>诉求</translation>
    </message>
    <message>
        <source>Nothing is asked for here</source>
        <translation>这里没有必填项</translation>
    </message>
</context>
<context>
    <name>doorstep::Staff</name>
    <message>
        <source>Sees nothing of residents.</source>
        <translation>看不到住户内容。</translation>
    </message>
    <message>
        <source>Sees everything.</source>
        <translation>可看全部内容。</translation>
    </message>
    <message>
        <source>Sees whole: %1.</source>
        <translation>可看全部：%1。</translation>
    </message>
    <message>
        <source>Sees in part: %1.</source>
        <translation>可看部分：%1。</translation>
    </message>
    <message>
        <source>history</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>approvals</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>people</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>tablets</source>
        <translation>平板</translation>
    </message>
    <message>
        <source>quarantine</source>
        <translation>隔离区</translation>
    </message>
    <message>
        <source>Has besides: %1.</source>
        <translation>另有：%1。</translation>
    </message>
    <message>
        <source>communities %1</source>
        <translation>小区 %1</translation>
    </message>
    <message>
        <source>buildings %1</source>
        <translation>%1 栋</translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation>全部范围</translation>
    </message>
    <message>
        <source>A login, a name and a role are needed.</source>
        <translation>登录名、姓名和岗位都要填。</translation>
    </message>
    <message>
        <source>%1 is added. Now invite a tablet for them, under “Tablets”.</source>
        <translation>已添加%1。请到「平板」里邀请一台平板。</translation>
    </message>
    <message>
        <source>Given. A tablet that is connected has it now, others at their next contact.</source>
        <translation>已授予。在线的平板立即生效，其他的下次联系时生效。</translation>
    </message>
</context>
<context>
    <name>doorstep::TabletList</name>
    <message>
        <source>version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>last contact %1</source>
        <translation>上次联系 %1</translation>
    </message>
    <message>
        <source>enrolled %1, has not called yet</source>
        <translation>%1 登记，还没有联系过</translation>
    </message>
    <message>
        <source>takes %1</source>
        <translation>占用 %1</translation>
    </message>
    <message>
        <source>Handed over and destroyed</source>
        <translation>已交出并销毁</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) handed over %1</source>
        <translation>
            <numerusform>%1 交出 %n 项修改</numerusform>
        </translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>revoked %1; it hands over what it has at its next contact</source>
        <translation>%1 停用；下次联系时交出没交的修改</translation>
    </message>
    <message>
        <source>Has more to send</source>
        <translation>还有没交的</translation>
    </message>
    <message>
        <source>All handed over</source>
        <translation>已全部交出</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新登记</translation>
    </message>
    <message numerus="yes">
        <source>%n bundle(s) to send</source>
        <translation>
            <numerusform>%n 个修改包待交</numerusform>
        </translation>
    </message>
    <message>
        <source>Revoked. At its next contact it hands over what it had not sent, and destroys its keys.</source>
        <translation>已停用。它下次联系时会交出没交的修改，并销毁密钥。</translation>
    </message>
</context>
<context>
    <name>doorstep::Titles</name>
    <message>
        <source>not on this tablet</source>
        <translation>不在本机</translation>
    </message>
</context>
<context>
    <name>doorstep::Undelivered</name>
    <message>
        <source>Of no home</source>
        <translation>不属于任何一户</translation>
    </message>
    <message>
        <source>A home</source>
        <translation>一户</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n</source>
        <translation>
            <numerusform>%1 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>The visit is not finished</source>
        <translation>走访还没有结束</translation>
    </message>
    <message>
        <source>Being handed over</source>
        <translation>正在交</translation>
    </message>
    <message>
        <source>Waiting for the answer</source>
        <translation>等办公室答复</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Waiting for network</source>
        <translation>等网络</translation>
    </message>
    <message>
        <source>next try %1</source>
        <translation>%1 再试</translation>
    </message>
</context>
<context>
    <name>doorstep::Visits</name>
    <message>
        <source>Entrance %1 · %2</source>
        <translation>%1单元 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) late</source>
        <translation>
            <numerusform>逾期 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
</context>
<context>
    <name>doorstep::Words</name>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>（未命名）</translation>
    </message>
    <message>
        <source>The passphrase is wrong. Try again; after several wrong ones there is a wait.</source>
        <translation>口令不对。请再试；多次输错后需要等待。</translation>
    </message>
    <message>
        <source>This tablet is not enrolled yet. Ask the office for an invitation.</source>
        <translation>这台平板还没有登记，请向办公室要邀请。</translation>
    </message>
    <message>
        <source>This passphrase is too easy to guess. Take three or four words that belong together only for you.</source>
        <translation>这个口令太容易猜到。请用三四个只有您才会放在一起的词。</translation>
    </message>
    <message>
        <source>The office has ended this tablet&apos;s access. Everything saved here is kept. Call your administrator.</source>
        <translation>办公室已停用这台平板。这里保存的内容都在，请联系管理员。</translation>
    </message>
    <message>
        <source>The server cannot be reached. Check the network and try again.</source>
        <translation>连不上服务器。请检查网络后再试。</translation>
    </message>
    <message>
        <source>yesterday %1</source>
        <translation>昨天 %1</translation>
    </message>
    <message>
        <source>home visit</source>
        <translation>走访</translation>
    </message>
    <message>
        <source>said in the visit of %1</source>
        <translation>%1 走访时所说</translation>
    </message>
    <message>
        <source>said in the visit of %1, home %2</source>
        <translation>%1 走访 %2 时所说</translation>
    </message>
    <message>
        <source>said in a visit to home %1</source>
        <translation>走访 %1 时所说</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>by phone</source>
        <translation>电话登记</translation>
    </message>
    <message>
        <source>document seen</source>
        <translation>已核对证件</translation>
    </message>
    <message>
        <source>by a rule</source>
        <translation>按规则裁决</translation>
    </message>
    <message>
        <source>decided with others</source>
        <translation>批量裁决</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分钟</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
</context>
</TS>
