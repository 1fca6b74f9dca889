#!/usr/bin/env python3
"""Makes inventories for `cargo xtask import` from what the vendors publish on PyPI.

    pip download --no-deps --dest wheels tccli
    python tests/vendor_sdks/inventory.py wheels/tccli-*.whl --out inventories vod
    cargo xtask import inventories/tencent-vod.json

`tccli` holds all products of Tencent; Huawei has a package a product (`huaweicloudsdkecs`), Alibaba one a
product and version (`alibabacloud_ecs20140526`). An inventory holds facts only: names, types, places,
what must be given. The latest version of a product bears its name, each earlier one its version too:

    cargo xtask import inventories/tencent-vod-2018-07-17.json --name vod-2018-07-17

Nothing of a package is run: it is read as data. What only the vendor's prose says, such as defaults,
bounds and error codes, is not in the packages as a fact, and so not in the inventory.
"""

import argparse
import ast
import json
import os
import re
import sys
import zipfile
from collections import Counter

JSON_TYPE = "application/json"


def inventory(provider, product, version, host, style, actions, types, envelope=None):
    return {
        "schema": "scale-neutral/1", "provider": provider, "product": product, "version": version,
        "host": host, "protocol_style": style, "envelope": envelope, "actions": actions, "types": types,
    }


class Wheel:
    """The files of a package."""

    def __init__(self, path):
        self.archive = zipfile.ZipFile(path)
        self.names = self.archive.namelist()

    def text(self, name):
        return self.archive.read(name).decode("utf-8")

    def matching(self, pattern):
        found = ((re.fullmatch(pattern, name), name) for name in self.names)
        return [(match, name) for match, name in found if match]

    def tree(self, name):
        return ast.parse(self.text(name))


# Tencent: one JSON file a product and version.

TENCENT_TYPES = {"int": "int64", "timestamp": "datetime"}


def tencent(wheel, _):
    for match, name in wheel.matching(r"tccli/services/([^/]+)/v(\d{4})(\d\d)(\d\d)/api\.json"):
        product, *date = match.groups()
        published = json.loads(wheel.text(name))
        objects = published["objects"]
        calls = published["actions"].items()
        ends = {call[end] for _, call in calls for end in ("input", "output")}
        actions = [{
            "name": action, "method": "POST", "path": "/", "status": call.get("status", "online"),
            "params": [{"in": "body", **tencent_field(m, objects)} for m in objects[call["input"]]["members"]],
            "response": [tencent_field({**m, "required": False}, objects)
                         for m in objects[call["output"]]["members"]],
        } for action, call in calls]
        types = [{
            "name": found, "usage": members.get("usage"),
            "fields": [tencent_field(member, objects) for member in members["members"]],
        } for found, members in objects.items() if found not in ends]
        yield inventory("tencent", product, "-".join(date), f"{product}.tencentcloudapi.com",
                        "API 3.0", actions, types, "Response")


def tencent_field(member, objects):
    kind = member["member"]
    item = {"type": "object", "ref": kind} if kind in objects else {"type": TENCENT_TYPES.get(kind, kind)}
    field = {"name": member["name"], **({"type": "list", "items": item} if member["type"] == "list" else item)}
    for theirs, ours in (("required", "required"), ("output_required", "output_required"),
                         ("value_allowed_null", "nullable"), ("disabled", "disabled")):
        if member.get(theirs):
            field[ours] = True
    return field


# Both others publish Python classes.

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


# Huawei: a class a model, and a method that lays a request out.

HUAWEI_TYPES = {
    "str": "string", "int": "int", "float": "number", "decimal.Decimal": "number", "bool": "bool",
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


def huawei(wheel, told):
    for match, name in wheel.matching(r"huaweicloudsdk(\w+)/(v\w+)/(\w+)_client\.py"):
        product, version, _ = match.groups()
        if "async" in name:
            continue
        folder = name.rsplit("/", 1)[0]
        models = HuaweiModels()
        for _, file in wheel.matching(re.escape(folder) + r"/model/(?!__init__)\w+\.py"):
            models.update((node.name, HuaweiModel(node)) for node in wheel.tree(file).body
                          if isinstance(node, ast.ClassDef))
        client = wheel.tree(name)
        docs = {found.name: ast.get_docstring(found) or "" for found in functions(client)}
        ends, actions = set(), []
        for found in functions(client):
            layout = re.fullmatch(r"_(\w+)_http_info", found.name)
            if not layout:
                continue
            request = re.search(r":type request: :class:`[\w.]+\.(\w+)`", docs[layout[1]])[1]
            actions.append(huawei_action(found, request, models, ends))
        types = []
        for found, model in sorted(models.items()):
            if found not in ends:
                declared = {"name": found, "fields": [field for _, field in model.fields(models)]}
                if model.constants and not model.types:
                    declared["enum"] = list(dict.fromkeys(model.constants.values()))
                types.append(declared)
        yield inventory("huawei", product, version, huawei_host(wheel, folder, product, told),
                        "REST", actions, types)


def huawei_action(layout, request, models, ends):
    facts, places, headers, media = {}, {}, [], []
    for node in ast.walk(layout):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            target = node.targets[0].id
            if target == "http_info":
                facts = {key.value: value for key, value in zip(node.value.keys, node.value.values)}
            if target == "response_headers":
                headers = ast.literal_eval(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "append" and isinstance(node.args[0], ast.Tuple):
                key, value = node.args[0].elts
                places[value.slice.value] = ("query", key.value)
            if node.func.attr == "select_header_content_type":
                media = ast.literal_eval(node.args[0])
    for place, key, value in assignments(layout):
        if place in ("path_params", "header_params", "form_params") and isinstance(value, ast.Subscript):
            places[value.slice.value] = (place.removesuffix("_params"), key)
    params = []
    for attribute, field in models[request].fields(models):
        place, wire = places.get(attribute, ("body_root" if attribute == "body" else "body", field["name"]))
        # Forms are refused by their content type.
        params.append({**field, "name": wire, "in": "body" if place == "form" else place})
    path, answer = facts["resource_path"].value, facts["response_type"].value
    given = {param["name"] for param in params if param["in"] == "path"}
    params[:0] = [{"name": name, "type": "string", "required": True, "in": "path", "implicit": True}
                  for name in re.findall(r"\{(\w+)\}", path) if name not in given]
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


def huawei_host(wheel, folder, product, told):
    """The host that most regions share, with the region's id taken out."""
    hosts = Counter()
    for _, name in wheel.matching(re.escape(folder) + r"/region/(?!__init__)\w+\.py"):
        for region, host in re.findall(r'Region\("([^"]+)",\s*"https://([^"/]+)"', wheel.text(name)):
            hosts[host.replace(region, "{region}")] += 1
    if not hosts:
        told(f"huawei {product}: no region is known; check the host in its inventory")
        return f"{product}.{{region}}.myhuaweicloud.com"
    return hosts.most_common(1)[0][0]


# Alibaba: a class an object, nested ones written inline, and a method that lays a request out.

ALIBABA_TYPES = {
    "str": "string", "int": "int64", "float": "number", "bool": "bool", "bytes": "binary",
    "Any": "any", "object": "any", "dict": "any", "BinaryIO": "binary",
}


class AlibabaModels:
    def __init__(self, wheel, folder):
        self.fields = {}
        self.recursive = {}
        for _, name in wheel.matching(re.escape(folder) + r"/models/_\w+\.py"):
            lines = wheel.text(name).splitlines()
            for node in wheel.tree(name).body:
                if isinstance(node, ast.ClassDef):
                    self.fields[node.name] = self.read(node, lines)

    @staticmethod
    def read(node, lines):
        parts = {part.name: part for part in node.body if isinstance(part, ast.FunctionDef)}
        annotations = {argument.arg: ast.unparse(argument.annotation)
                       for argument in parts["__init__"].args.args if argument.annotation}
        # `from_map` reads each member by its name on the wire and then sets the attribute.
        names = {}
        for test in parts["from_map"].body if "from_map" in parts else []:
            if isinstance(test, ast.If):
                wire = re.search(r"m\.get\('([^']*)'\)", ast.unparse(test.test))
                target = re.search(r"self\.(\w+) =|self\.(\w+)\.append", ast.unparse(test))
                if wire and target:
                    names[target[1] or target[2]] = wire[1]
        # That something must be given is a remark before its assignment, always in these words.
        required, remarked = set(), False
        for line in lines[node.lineno:node.end_lineno]:
            target = re.match(r"\s*self\.(\w+) = ", line)
            if target and remarked:
                required.add(target[1])
            remarked = not target and (remarked or "# This parameter is required." in line)
        return [(attribute, names[attribute], annotation, attribute in required)
                for attribute, annotation in annotations.items() if attribute in names]

    def reference(self, name, within):
        name = name.removeprefix("main_models.")
        if name not in self.fields:
            # A member called by a word of Python has a `_` behind it, its class has not.
            name = name.removesuffix("_")
        if name not in self.fields:
            raise ValueError(f"there is no model `{name}`")
        if name in within:
            self.recursive[name] = None
        if name in self.recursive:
            return {"type": "object", "ref": name}
        return {"type": "object", "fields": self.members(name, within | {name})}

    def members(self, name, within):
        return [self.field(member, within) for member in self.fields[name]]

    def field(self, member, within):
        _, wire, annotation, required = member
        field = {"name": wire, **self.expression(annotation, within)}
        return {**field, "required": True} if required else field

    def expression(self, annotation, within=frozenset()):
        return expression(annotation, ALIBABA_TYPES, lambda name: self.reference(name, within))

    def types(self):
        """Those that hold themselves, and so cannot be inline."""
        done = {}
        while left := [name for name in self.recursive if name not in done]:
            for name in left:
                done[name] = {"name": name, "fields": self.members(name, {name})}
        return list(done.values())


def alibaba(wheel, told):
    for match, name in wheel.matching(r"alibabacloud_(\w+?)(\d{4})(\d\d)(\d\d)/client\.py"):
        product, *date = match.groups()
        product = product.replace("_", "-")
        models = AlibabaModels(wheel, name.rsplit("/", 1)[0])
        client = wheel.tree(name)
        actions = []
        for found in functions(client):
            # Behind a digit there is no `_`.
            if found.name.endswith("with_options"):
                try:
                    actions += alibaba_action(found, models)
                except ValueError as error:
                    told(f"alibaba {product}: left out {found.name}: {error}")
        text = wheel.text(name)
        code = re.search(r"get_endpoint\('([^']+)'", text)
        host = code[1] if code else product
        if "_endpoint_rule = 'central'" not in text:
            host += ".{region}"
        yield inventory("alibaba", product, "-".join(date), host + ".aliyuncs.com", "RPC", actions,
                        models.types())


def named_in(value):
    """`name` of `name` and of `DaraURL.percent_encode(name)`."""
    return value.id if isinstance(value, ast.Name) else named_in(value.args[0])


def alibaba_action(layout, models):
    facts, places, packed, in_path = {}, {}, {}, []
    for node in ast.walk(layout):
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
            facts[node.arg] = node.value.value
        if isinstance(node, ast.keyword) and node.arg == "pathname" and isinstance(node.value, ast.JoinedStr):
            # What stands in the path is called by the argument: it has no name on the wire.
            parts = [part.value if isinstance(part, ast.Constant) else "{%s}" % named_in(part.value)
                     for part in node.value.values]
            facts["pathname"] = "".join(parts)
            in_path = re.findall(r"\{(\w+)\}", facts["pathname"])
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
    if "action" not in facts:
        return []
    arguments = {argument.arg: ast.unparse(argument.annotation).removeprefix("main_models.")
                 for argument in layout.args.args if argument.annotation}
    request = arguments.get("tmp_req") or arguments.get("request")
    params = [{"name": name, "type": "string", "required": True, "in": "path"} for name in in_path]
    for member in models.fields.get(request, []):
        attribute, wire, *_ = member
        place, wire = places.get(attribute, ("query", wire))
        param = {**models.field(member, frozenset({request})), "name": wire, "in": place}
        if attribute in packed:
            param["serialize"] = packed[attribute]
        params.append(param)
    answer = ast.unparse(layout.returns).removeprefix("main_models.")
    body = next((annotation for _, wire, annotation, _ in models.fields[answer] if wire == "body"), None)
    response = []
    if body:
        found = models.expression(body)
        response = found.get("fields") or [{"name": "body", "in": "body_root", **found}]
    action = {
        "name": facts["action"], "method": facts["method"], "path": facts["pathname"],
        "style": facts["style"], "params": params, "response": response,
    }
    # Parameters of RPC are a form, or in the query, whatever the package calls it.
    if facts["style"] != "RPC" and facts["req_body_type"] != "none":
        action["content_types"] = ["application/" + facts["req_body_type"]]
    return [action]


READERS = {"tccli": tencent, "huaweicloudsdk": huawei, "alibabacloud": alibaba}


def latest_first(found):
    return sorted(found, key=lambda one: one["version"], reverse=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", help="a package from PyPI")
    parser.add_argument("product", nargs="*", help="only these products; all of the package by default")
    parser.add_argument("--out", default="inventories", help="the folder to write to")
    # The products may stand behind the options.
    arguments = parser.parse_intermixed_args()
    package = os.path.basename(arguments.wheel)
    reader = next((reader for start, reader in READERS.items() if package.startswith(start)), None)
    if reader is None:
        raise SystemExit(f"{package} is none of tccli, huaweicloudsdk…, alibabacloud_…")
    os.makedirs(arguments.out, exist_ok=True)
    products = {}
    for found in reader(Wheel(arguments.wheel), lambda text: print(text, file=sys.stderr)):
        # A package may have clients beside that of the cloud's own API, such as one of its data.
        if found["actions"] and (not arguments.product or found["product"] in arguments.product):
            products.setdefault(found["product"], []).append(found)
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
