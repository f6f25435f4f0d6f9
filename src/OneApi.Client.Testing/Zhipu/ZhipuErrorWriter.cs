using System.Text.Json.Nodes;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Zhipu;

/// <summary>The vendor's errors: <c>{"error":{"code":"1302","message":"…"}}</c>, several meanings under one status.</summary>
internal static class ZhipuErrorWriter
{
    private static readonly Dictionary<string, VendorError> Codes = new()
    {
        ["500"] = new(500, "网络错误，请稍后重试"),
        ["1000"] = new(401, "身份验证失败"),
        ["1001"] = new(401, "Header中未收到Authorization参数，无法进行身份验证"),
        ["1002"] = new(401, "Authorization Token非法，请确认Authorization Token正确传递"),
        ["1003"] = new(401, "Authorization Token已过期，请重新生成/获取"),
        ["1004"] = new(401, "通过提供的Authorization Token的验证失败"),
        ["1100"] = new(500, "账户读写错误"),
        ["1110"] = new(429, "您的账户当前处于非活动状态，请检查账户信息"),
        ["1111"] = new(429, "您的账户不存在"),
        ["1112"] = new(429, "您的账户已被锁定，请联系客服解锁"),
        ["1113"] = new(429, "您的账户已欠费，请充值后重试"),
        ["1120"] = new(500, "无法成功访问您的账户，请稍后重试"),
        ["1121"] = new(429, "账户存在违规行为，已被锁定"),
        ["1200"] = new(500, "API 调用失败"),
        ["1210"] = new(400, "API 调用参数有误，请检查文档"),
        ["1211"] = new(400, "模型不存在，请检查模型代码"),
        ["1212"] = new(400, "当前模型不支持该调用方式"),
        ["1213"] = new(400, "未正常接收到参数"),
        ["1214"] = new(400, "messages 参数非法，请检查文档"),
        ["1215"] = new(400, "参数不能同时设置，请检查文档"),
        ["1220"] = new(434, "您无权访问该API"),
        ["1221"] = new(404, "API 已下线"),
        ["1222"] = new(404, "API 不存在"),
        ["1230"] = new(500, "API 调用流程出错"),
        ["1231"] = new(400, "您已有请求，请勿重复提交"),
        ["1234"] = new(500, "网络错误，请稍后重试或联系客服"),
        ["1261"] = new(400, "Prompt 超长"),
        ["1300"] = new(429, "API 调用被策略阻止"),
        ["1301"] = new(400, "系统检测到输入或生成内容可能包含不安全或敏感内容，请您避免输入易产生敏感内容的提示语，感谢您的配合"),
        ["1302"] = new(429, "您当前使用该API的并发数过高，请降低并发，或联系客服增加限额"),
        ["1303"] = new(429, "您当前使用该API的频率过高，请降低频率，或联系客服增加限额"),
        ["1304"] = new(429, "该API已达今日调用次数限额，如有更多请求，请联系客服购买"),
        ["1305"] = new(429, "当前API请求过多，请稍后重试"),
        ["1308"] = new(429, "已达到使用上限，您的限额将在次日重置"),
        ["1309"] = new(429, "您的套餐已到期，请续订后重试"),
        ["1310"] = new(429, "已达到每周使用上限，您的限额将在下周重置"),
        ["1311"] = new(429, "当前订阅套餐暂未开放该模型的权限"),
        ["1312"] = new(429, "该模型当前访问量过大，请您稍后再试"),
        ["1313"] = new(429, "您的使用方式不符合公平使用政策，请求已被限速"),
    };

    public static WireError Word(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Of(failure.Code ?? "1000"),
        WireErrorKind.RateLimited => Of("1302"),
        WireErrorKind.QuotaExhausted => Of("1113"),
        WireErrorKind.ServerError => Of("500") with { Status = failure.Status },
        WireErrorKind.Overloaded => Of("1312"),
        WireErrorKind.ModelNotFound => Of("1211"),
        WireErrorKind.ContextLength => Of("1261"),
        WireErrorKind.ContentFiltered => Of("1301"),
        WireErrorKind.NotFound => Of("1222"),
        WireErrorKind.MethodNotAllowed => Make(405, "1212", "当前模型不支持该调用方式"),
        _ => Make(400, failure.Code is { } code && Codes.ContainsKey(code) ? code : "1214", failure.Message ?? Codes["1214"].Message),
    };

    /// <summary>The error of a code, or <see langword="null"/> for one that the vendor's page does not have.</summary>
    public static WireError? Find(string code) => Codes.ContainsKey(code) ? Of(code) : null;

    private static WireError Of(string code) => Make(Codes[code].Status, code, Codes[code].Message);

    private static WireError Make(int status, string code, string message)
        => new(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });
}
