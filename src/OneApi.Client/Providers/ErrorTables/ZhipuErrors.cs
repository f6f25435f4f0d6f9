using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/zhipu.md §7. One status covers several meanings: the code in the body decides.</summary>
internal static class ZhipuErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ProviderUnavailable, Code: "500"),
        new(OneApiErrorKind.Authentication, Code: "1000"),
        new(OneApiErrorKind.Authentication, Code: "1001"),
        new(OneApiErrorKind.Authentication, Code: "1002"),
        new(OneApiErrorKind.Authentication, Code: "1003"),
        new(OneApiErrorKind.Authentication, Code: "1004"),
        new(ProviderUnavailable, Code: "1100"),
        new(ProviderUnavailable, Code: "1120"),
        new(ProviderUnavailable, Code: "1200"),
        new(ProviderUnavailable, Code: "1230"),
        new(ProviderUnavailable, Code: "1234"),
        new(ProviderUnavailable, Code: "1312"),
        new(PermissionDenied, Code: "1110"),
        new(PermissionDenied, Code: "1111"),
        new(PermissionDenied, Code: "1112"),
        new(PermissionDenied, Code: "1121"),
        new(PermissionDenied, Code: "1220"),
        new(PermissionDenied, Code: "1300"),
        new(PermissionDenied, Code: "1311"),
        new(QuotaExhausted, Code: "1113"),
        new(QuotaExhausted, Code: "1308"),
        new(QuotaExhausted, Code: "1309"),
        new(QuotaExhausted, Code: "1310"),
        new(InvalidRequest, Code: "1210"),
        new(InvalidRequest, Code: "1212"),
        new(InvalidRequest, Code: "1213"),
        new(InvalidRequest, Code: "1214"),
        new(InvalidRequest, Code: "1215"),
        new(InvalidRequest, Code: "1231"),
        new(ModelNotFound, Code: "1211"),
        new(ModelNotFound, Code: "1221"),
        new(ModelNotFound, Code: "1222"),
        new(ContextLengthExceeded, Code: "1261"),
        new(ContentFiltered, Code: "1301"),
        new(RateLimited, Code: "1302"),
        new(RateLimited, Code: "1303"),
        new(RateLimited, Code: "1304"),
        new(RateLimited, Code: "1305"),
        new(RateLimited, Code: "1313"),
        new(PermissionDenied, 434),
        new(InvalidRequest, 435),
    ];
}
