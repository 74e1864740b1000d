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
    <name>IdNumberEditor</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
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
        <source>%1 changed this to "%2"</source>
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
    <name>PhoneEditor</name>
    <message>
        <source>Call %1</source>
        <translation>拨打 %1</translation>
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
    <name>ReadOnlyValue</name>
    <message>
        <source>empty</source>
        <translation>空</translation>
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
        <source>Opens what has not been delivered</source>
        <translation>打开待交清单</translation>
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
</TS>
