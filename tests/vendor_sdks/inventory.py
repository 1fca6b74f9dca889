#!/usr/bin/env python3
"""Makes inventories for `cargo xtask import` from the Python packages that vendors publish on PyPI.

    pip download --no-deps --dest packages huaweicloudsdkvpc alibabacloud_ecs20140526
    python tests/vendor_sdks/inventory.py packages/huaweicloudsdkvpc-*.whl --out inventories
    cargo xtask import inventories/huawei-vpc.json

Huawei has a package a product (`huaweicloudsdkecs`), Alibaba one a product and version
(`alibabacloud_ecs20140526`), as wheels or, long ago, as archives of source. Tencent's package is data and
no source code: `cargo xtask import` reads it as it is. An inventory holds facts only: names, types, places,
what must be given, regions and hosts. The latest version of a product bears its name, each earlier one its
version too:

    cargo xtask import inventories/huawei-vpc-v2.json --name vpc-v2

Nothing of a package is run: it is read as data. What only the vendor's prose says, such as defaults,
bounds and error codes, is not in the packages as a fact, and so not in the inventory.
"""

import argparse
import ast
import json
import os
import re
import sys
import tarfile
import zipfile
from collections import Counter


def inventory(provider, product, version, endpoints, style, actions, types):
    return {
        "schema": "scale-neutral/1", "provider": provider, "product": product, "version": version,
        **endpoints, "protocol_style": style, "actions": actions, "types": types,
    }


class Package:
    """The files of a wheel, or of an archive of source, whose names begin with a folder there."""

    def __init__(self, path):
        if path.endswith(".tar.gz"):
            archive = tarfile.open(path, "r:gz")
            found = {member.name.partition("/")[2]: member for member in archive if member.isfile()}
            self.read = lambda name: archive.extractfile(found[name]).read()
            self.names = list(found)
        else:
            archive = zipfile.ZipFile(path)
            self.read, self.names = archive.read, archive.namelist()

    def text(self, name):
        return self.read(name).decode("utf-8")

    def matching(self, pattern):
        found = ((re.fullmatch(pattern, name), name) for name in self.names)
        return [(match, name) for match, name in found if match]

    def tree(self, name):
        return ast.parse(self.text(name))


# What both have in common: classes with annotations.

def expression(annotation, scalars, reference):
    """A type as an inventory writes it, from the annotation that a class has."""
    for pattern, kind, inner in ((r"[Ll]ist\[(.*)\]", "list", "items"),
                                 (r"(?:Dict\[|dict\()str, ?(.*)[\])]", "map", "values")):
        match = re.fullmatch(pattern, annotation.strip())
        if match:
            return {"type": kind, inner: expression(match[1], scalars, reference)}
    name = annotation.strip()
    return {"type": scalars[name]} if name in scalars else reference(name)


def assignments(function):
    """`a["key"] = value` anywhere in a function, as the name of a, key and value."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            target = node.targets[0]
            if isinstance(target.value, ast.Name) and isinstance(target.slice, ast.Constant):
                yield target.value.id, target.slice.value, node.value


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def deprecated(found):
    """Whether a method warns that it is deprecated: not those of classes, which are about `to_dict`."""
    return any(isinstance(node, ast.Constant) and isinstance(node.value, str)
               and re.match(r"Method '\w+' of \w+ is deprecated", node.value)
               for node in ast.walk(found))


# Huawei: a class a model, and a method that lays a request out: `_list_ports_http_info`, which returns a dictionary
# of facts; before that `_list_ports_with_http_info` and `list_ports_with_http_info`, which make the call with them.

HUAWEI_TYPES = {
    "str": "string", "int": "int", "long": "int64", "float": "number", "decimal.Decimal": "number", "bool": "bool",
    "date": "date", "datetime": "datetime", "object": "any", "dict": "any", "file": "binary",
    "bytearray": "binary", "bytes": "binary", "FormFile": "binary", "StreamingBody": "binary",
}


class HuaweiModel:
    def __init__(self, node):
        facts = {}
        for part in node.body:
            if isinstance(part, ast.Assign) and isinstance(part.value, (ast.Dict, ast.List, ast.Constant)):
                facts[part.targets[0].id] = ast.literal_eval(part.value)
        self.types, self.names = facts["openapi_types"], facts["attribute_map"]
        self.sensitive = facts.get("sensitive_list", [])
        self.constants = {name: value for name, value in facts.items()
                          if name.isupper() and isinstance(value, str)}
        start = next(part for part in node.body
                     if isinstance(part, ast.FunctionDef) and part.name == "__init__")
        # What is set without an `if` must be given.
        self.required = {part.targets[0].attr for part in start.body
                         if isinstance(part, ast.Assign) and isinstance(part.value, ast.Name)}

    def values(self, attribute):
        """The constants of one attribute: those that begin with no longer attribute's name."""
        def owner(constant):
            fitting = [name for name in self.types if constant.startswith(name.upper() + "_")]
            return max(fitting, key=len, default=None)
        return list(dict.fromkeys(value for name, value in self.constants.items() if owner(name) == attribute))

    def fields(self, models):
        for attribute, annotation in self.types.items():
            wire = self.names.get(attribute, attribute)
            field = {"name": wire, **expression(annotation, HUAWEI_TYPES, models.reference)}
            field["required"] = attribute in self.required
            if attribute in self.sensitive:
                field["sensitive"] = True
            if self.values(attribute) and field["type"] == "string":
                field["enum"] = self.values(attribute)
            yield attribute, field


class HuaweiModels(dict):
    def reference(self, name):
        if name not in self:
            raise ValueError(f"there is no model `{name}`")
        return {"type": "object", "ref": name}


def huawei(package, told):
    for match, name in package.matching(r"huaweicloudsdk(\w+)/(v\w+)/(\w+)_client\.py"):
        product, version, _ = match.groups()
        if "async" in name:
            continue
        folder = name.rsplit("/", 1)[0]
        models = HuaweiModels()
        for _, file in package.matching(re.escape(folder) + r"/model/(?!__init__)\w+\.py"):
            models.update((node.name, HuaweiModel(node)) for node in package.tree(file).body
                          if isinstance(node, ast.ClassDef))
        client = package.tree(name)
        docs = {found.name: ast.get_docstring(found) or "" for found in functions(client)}
        going = {found.name for found in functions(client) if deprecated(found)}
        ends, actions = set(), []
        for found in functions(client):
            # An action may be called `show_http_info` itself.
            layout = re.fullmatch(r"_(\w+?)_(?:with_)?http_info|(\w+)_with_http_info", found.name)
            if not layout:
                continue
            method = layout[1] or layout[2]
            # The oldest say `:param ListPortsRequest request`.
            request = re.search(r":type request: :class:`[\w.]+\.(\w+)`|:param (\w+) request", docs[method])
            request = request[1] or request[2]
            action = huawei_action(found, request, models, ends, told)
            actions.append({**action, "status": "deprecated"} if method in going else action)
        types = []
        for found, model in sorted(models.items()):
            if found not in ends:
                declared = {"name": found, "fields": [field for _, field in model.fields(models)]}
                if model.constants and not model.types:
                    declared["enum"] = list(dict.fromkeys(model.constants.values()))
                types.append(declared)
        yield inventory("huawei", product, version, huawei_endpoints(package, folder, product, told),
                        "REST", actions, types)


def huawei_action(layout, request, models, ends, told):
    facts, places, headers, media = {}, {}, [], []
    for node in ast.walk(layout):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            target = node.targets[0].id
            if target == "http_info":
                facts.update((key.value, value) for key, value in zip(node.value.keys, node.value.values))
            if target == "response_headers":
                headers = ast.literal_eval(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "call_api" and node.keywords[0].arg:
                facts = {given.arg: given.value for given in node.keywords}
            if node.func.attr == "append" and isinstance(node.args[0], ast.Tuple):
                key, value = node.args[0].elts
                places[value.slice.value] = ("query", key.value)
            if node.func.attr == "select_header_content_type":
                media = ast.literal_eval(node.args[0])
    for place, key, value in assignments(layout):
        if place in ("path_params", "header_params", "form_params") and isinstance(value, ast.Subscript):
            places[value.slice.value] = (place.removesuffix("_params"), key)
    params = []
    in_path = re.findall(r"\{(\w+)\}", facts["resource_path"].value)
    for attribute, field in models[request].fields(models):
        place, wire = places.get(attribute, ("body_root" if attribute == "body" else "body", field["name"]))
        if place == "path" and wire not in in_path:
            told(f"{request}: `{wire}` is put into a path that has no place for it, and so never sent")
            continue
        # Forms are refused by their content type.
        params.append({**field, "name": wire, "in": "body" if place == "form" else place})
    path, answer = facts["resource_path"].value, facts["response_type"].value
    given = {param["name"] for param in params if param["in"] == "path"}
    params[:0] = [{"name": name, "type": "string", "required": True, "in": "path", "implicit": True}
                  for name in in_path if name not in given]
    ends.update((request, answer))
    response = [field for _, field in models[answer].fields(models)] if answer in models else []
    members = [field["name"] for field in response if field["name"] not in headers]
    for field in response:
        in_header = field["name"] in headers
        field["in"] = "header" if in_header else "body_root" if members == ["body"] else "body"
    action = {
        "name": request.removesuffix("Request"), "method": facts["method"].value, "path": path,
        "params": params, "response": response, "content_types": media,
    }
    return {**action, "response_headers": headers} if headers else action


HUAWEI_REGION = r'Region\((?:id=)?"([^"]+)",\s*(?:endpoint=)?"https://([^"/]+)"'


def huawei_endpoints(package, folder, product, told):
    """The hosts of all regions, and the template that most of them follow."""
    hosts = {}
    for _, name in package.matching(re.escape(folder) + r"/region/(?!__init__)\w+\.py"):
        for region, host in re.findall(HUAWEI_REGION, package.text(name)):
            hosts.setdefault(region, host)
    if not hosts:
        told(f"huawei {product}: no region is known; check the host in its inventory")
        return {"host": f"{product}.{{region}}.myhuaweicloud.com"}
    templates = Counter(host.replace(region, "{region}") for region, host in hosts.items())
    return {"host": templates.most_common(1)[0][0], "hosts": hosts, "regions": list(hosts)}


# Alibaba: a class an object, nested ones written inline, and a method that lays a request out. Its
# generator has laid packages out in four ways: a module a class and `# This parameter is required.` above
# what is (since 2024), all classes in `models.py` (since 2021), before that no `Params` either, and at first no
# annotations: then nothing is known of types.

# A whole number of Python has no width, whatever it is in the vendor's own words.
ALIBABA_TYPES = {
    "str": "string", "int": "int", "float": "number", "bool": "bool", "bytes": "binary",
    "Any": "any", "object": "any", "dict": "any", "BinaryIO": "binary",
}

# What generators write above the assignment of a parameter that must be given.
REQUIRED = "# This parameter is required."


def alibaba_name(annotation):
    """A class by its name alone, without the module that an annotation finds it in."""
    return re.sub(r"\b\w*models\.", "", annotation)


class AlibabaModels:
    def __init__(self, package, folder):
        self.fields = {}
        self.recursive = {}
        files = package.matching(re.escape(folder) + r"/(?:models/_\w+|models)\.py")
        texts = [package.text(name) for _, name in files]
        # Where nothing is remarked, the generator knew of no remarks: nothing is known.
        self.remarks = any(REQUIRED in text for text in texts)
        for text in texts:
            lines = text.splitlines()
            for node in ast.parse(text).body:
                if isinstance(node, ast.ClassDef):
                    self.fields[node.name] = self.read(node, lines)

    @staticmethod
    def read(node, lines):
        parts = {part.name: part for part in node.body if isinstance(part, ast.FunctionDef)}
        arguments = parts["__init__"].args.args if "__init__" in parts else []
        annotations = {argument.arg: alibaba_name(ast.unparse(argument.annotation)) if argument.annotation else "Any"
                       for argument in arguments[1:]}
        # `from_map` reads each member by its name on the wire and then sets the attribute.
        names = {}
        for step in parts["from_map"].body if "from_map" in parts else []:
            read = step.test if isinstance(step, ast.If) else step
            wire = re.search(r"\bm(?:ap)?\.get\('([^']*)'\)", ast.unparse(read))
            target = re.search(r"self\.(\w+) =|self\.(\w+)\.append", ast.unparse(step))
            if wire and target:
                names[target[1] or target[2]] = wire[1]
        # That something must be given is remarked before its assignment, or asked when it is validated.
        checks = ast.unparse(parts["validate"]) if "validate" in parts else ""
        required = set(re.findall(r"validate_required\(self\.(\w+),", checks))
        remarked = False
        for line in lines[node.lineno:node.end_lineno]:
            target = re.match(r"\s*self\.(\w+) = ", line)
            if target and remarked:
                required.add(target[1])
            remarked = not target and (remarked or REQUIRED in line)
        return [(attribute, names[attribute], annotation, attribute in required)
                for attribute, annotation in annotations.items() if attribute in names]

    def reference(self, name, within, is_sent):
        if name not in self.fields:
            # A member called by a word of Python has a `_` behind it, its class has not.
            name = name.removesuffix("_")
        if name not in self.fields:
            raise ValueError(f"there is no model `{name}`")
        if name in within:
            self.recursive[name] = None
        if name in self.recursive:
            return {"type": "object", "ref": name}
        return {"type": "object", "fields": self.members(name, within | {name}, is_sent)}

    def members(self, name, within, is_sent):
        return [self.field(member, within, is_sent) for member in self.fields[name]]

    def field(self, member, within, is_sent):
        """A member; that it need not be given is said of what is sent only."""
        _, wire, annotation, required = member
        field = {"name": wire, **self.expression(annotation, within, is_sent)}
        return {**field, "required": required} if required or (is_sent and self.remarks) else field

    def expression(self, annotation, within=frozenset(), is_sent=False):
        return expression(annotation, ALIBABA_TYPES, lambda name: self.reference(name, within, is_sent))

    def types(self):
        """Those that hold themselves, and so cannot be inline."""
        done = {}
        while left := [name for name in self.recursive if name not in done]:
            for name in left:
                done[name] = {"name": name, "fields": self.members(name, {name}, False)}
        return list(done.values())


def alibaba(package, told):
    for match, name in package.matching(r"alibabacloud_(\w+?)(\d{4})(\d\d)(\d\d)/client\.py"):
        product, *date = match.groups()
        product = product.replace("_", "-")
        models = AlibabaModels(package, name.rsplit("/", 1)[0])
        client = package.tree(name)
        actions = []
        for found in functions(client):
            # Behind a digit there is no `_`.
            if found.name.endswith("with_options"):
                try:
                    actions += alibaba_action(found, models)
                except ValueError as error:
                    told(f"alibaba {product}: left out {found.name}: {error}")
        endpoints = alibaba_endpoints(client, package.text(name), product)
        yield inventory("alibaba", product, "-".join(date), endpoints, "RPC", actions, models.types())


def alibaba_endpoints(client, text, product):
    """The host by the rule of the package, and those that it gives regions beside it."""
    code = re.search(r"get_endpoint\('([^']+)'", text)
    host = code[1] if code else product
    if re.search(r"_endpoint_rule = ['\"]regional['\"]", text):
        host += ".{region}"
    endpoints = {"host": host + ".aliyuncs.com"}
    for node in ast.walk(client):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) \
                and ast.unparse(node.targets[0]) == "self._endpoint_map":
            endpoints["hosts"] = ast.literal_eval(node.value)
    return endpoints


def named_in(value):
    """`name` of `name` and of `DaraURL.percent_encode(name)`."""
    return value.id if isinstance(value, ast.Name) else named_in(value.args[0])


def path_of(value):
    """A path with `{name}` for what stands in it: that is called by the argument, it has no name on the wire."""
    if isinstance(value, ast.Constant):
        return value.value
    parts = [part.value if isinstance(part, ast.Constant) else "{%s}" % named_in(part.value)
             for part in value.values]
    return "".join(parts)


# The arguments of the calls that came before `Params`, which has them by name.
POSITIONAL = {
    "do_request": ("RPC", ["action", "protocol", "method", "version", "auth_type"]),
    "do_rpcrequest": ("RPC", ["action", "version", "protocol", "method", "auth_type"]),
    "do_roarequest": ("ROA", ["action", "version", "protocol", "method", "auth_type", "pathname"]),
}


def alibaba_facts(layout):
    """What is said of an action by name (`action`, `method`, `pathname`, `style`, …)."""
    facts = {}
    for node in ast.walk(layout):
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.JoinedStr) and node.arg == "pathname":
            facts["pathname"] = path_of(node.value)
        elif isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
            facts[node.arg] = node.value.value
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in POSITIONAL:
            facts["style"], names = POSITIONAL[node.func.attr]
            facts.update({name: path_of(value) for name, value in zip(names, node.args)
                          if isinstance(value, (ast.Constant, ast.JoinedStr))})
    if facts.get("style") == "RPC":
        facts.setdefault("pathname", "/")
    return facts


def alibaba_action(layout, models):
    facts, places, packed = alibaba_facts(layout), {}, {}
    if "action" not in facts:
        return []
    if facts.get("protocol") == "wss":
        # A connection is opened. It has no parameters and no answer, and who reads inventories refuses its style.
        return [{"name": facts["action"], "method": facts["method"], "path": facts["pathname"],
                 "style": "WebSocket", "params": [], "response": []}]
    for node in ast.walk(layout):
        if isinstance(node, ast.keyword) and node.arg == "body":
            whole = re.search(r"request\.(\w+)", ast.unparse(node.value))
            if whole:
                places[whole[1]] = ("body_root", whole[1])
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("with_specified_style"):
            packed[node.args[0].attr] = node.args[2].value
    for place, key, value in assignments(layout):
        if place in ("query", "body", "body_flat", "host_map") and isinstance(value, ast.Attribute):
            place = {"body_flat": "body", "host_map": "host"}.get(place, place)
            places[value.attr.removesuffix("_shrink")] = (place, key)
    arguments = {argument.arg: alibaba_name(ast.unparse(argument.annotation))
                 for argument in layout.args.args if argument.annotation}
    request = arguments.get("tmp_req") or arguments.get("request")
    params = [{"name": name, "type": "string", "required": True, "in": "path"}
              for name in re.findall(r"\{(\w+)\}", facts["pathname"])]
    for member in models.fields.get(request, []):
        attribute, wire, *_ = member
        place, wire = places.get(attribute, ("query", wire))
        param = {**models.field(member, frozenset({request}), True), "name": wire, "in": place}
        if attribute in packed:
            param["serialize"] = packed[attribute]
        params.append(param)
    action = {
        "name": facts["action"], "method": facts["method"], "path": facts["pathname"],
        "style": facts["style"], "params": params, "response": alibaba_answer(layout, models),
    }
    # Parameters of RPC are a form, or in the query, whatever the package calls it.
    if facts["style"] != "RPC" and facts.get("req_body_type", "none") != "none":
        action["content_types"] = ["application/" + facts["req_body_type"]]
    return [action]


def alibaba_answer(layout, models):
    """The members of the answer's body. The oldest answers have no body and are it."""
    answer = models.fields.get(alibaba_name(ast.unparse(layout.returns)) if layout.returns else None, [])
    wires = [wire for _, wire, *_ in answer]
    if "body" not in wires:
        of_answer = [member for member in answer if member[1] not in ("headers", "statusCode")]
        return [models.field(member, frozenset(), False) for member in of_answer]
    found = models.expression(next(annotation for _, wire, annotation, _ in answer if wire == "body"))
    return found.get("fields") or [{"name": "body", "in": "body_root", **found}]


READERS = {"huaweicloudsdk": huawei, "alibabacloud": alibaba}


def latest_first(found):
    return sorted(found, key=lambda one: one["version"], reverse=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", help="a package from PyPI, as a wheel or as `.tar.gz`")
    parser.add_argument("product", nargs="*", help="only these products; all of the package by default")
    parser.add_argument("--out", default="inventories", help="the folder to write to")
    # The products may stand behind the options.
    arguments = parser.parse_intermixed_args()
    package = os.path.basename(arguments.package)
    reader = next((reader for start, reader in READERS.items() if package.startswith(start)), None)
    if reader is None:
        raise SystemExit(f"{package} is none of huaweicloudsdk…, alibabacloud_…")
    os.makedirs(arguments.out, exist_ok=True)
    products = {}
    try:
        for found in reader(Package(arguments.package), lambda text: print(text, file=sys.stderr)):
            # A package may have clients beside that of the cloud's own API, such as one of its data.
            if found["actions"] and (not arguments.product or found["product"] in arguments.product):
                products.setdefault(found["product"], []).append(found)
    except SyntaxError as error:
        # Generators have written `from=None`, which no Python takes.
        raise SystemExit(f"{package} holds what is no Python: {error}") from None
    for product, versions in products.items():
        for index, found in enumerate(latest_first(versions)):
            name = f"{found['provider']}-{product}" + (f"-{found['version']}" if index else "")
            path = os.path.join(arguments.out, f"{name}.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(found, file, ensure_ascii=False, indent=1)
            print(f"{path}: {len(found['actions'])} actions, {len(found['types'])} types")
    if not products:
        raise SystemExit(f"{package} holds none of these products")


if __name__ == "__main__":
    main()
